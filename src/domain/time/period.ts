import type { Instant } from './instant.ts';

/** A half-open range of time, `[start, end)` (semantics §3). */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

/** Whether the instant is in the period. The end is excluded. */
export const contains = ({ start, end }: Period, at: Instant): boolean => start <= at && at < end;
