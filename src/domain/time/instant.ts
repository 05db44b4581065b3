import { invariant } from '../invariant.ts';

declare const instantBrand: unique symbol;

/** An instant in UTC with millisecond precision, always written `YYYY-MM-DDTHH:mm:ss.sssZ` (semantics §3). Sorts as text. */
export type Instant = string & { readonly [instantBrand]: true };

/** Milliseconds since the Unix epoch. */
export const epochMs = (instant: Instant): number => Date.parse(instant);

/** The instant at a whole number of milliseconds since the Unix epoch. */
export function instantAt(ms: number): Instant {
  invariant(Number.isSafeInteger(ms), `not a whole number of milliseconds: ${ms}`);
  return new Date(ms).toISOString() as Instant;
}

/** Reads any ISO-8601 text that names its offset; returns undefined when it does not name an instant. */
export function parseInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || !isDate(text.slice(0, 10)) ? undefined : instantAt(ms);
}

// Date.parse takes 30 February for 2 March.
const isDate = (date: string): boolean => new Date(Date.parse(date)).toISOString().startsWith(date);

/** The later of two instants. */
export const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** The earlier of two instants. */
export const earlierOf = (a: Instant, b: Instant): Instant => (a < b ? a : b);
