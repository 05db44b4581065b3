import { invariant } from '../invariant.ts';

declare const instantBrand: unique symbol;

/** An instant in UTC with millisecond precision, always written `YYYY-MM-DDTHH:mm:ss.sssZ` (semantics §3). Sorts as text. */
export type Instant = string & { readonly [instantBrand]: true };

/** Milliseconds since the Unix epoch. */
export const epochMs = (instant: Instant): number => Date.parse(instant);

/**
 * The range of instants that a caller may state: the years 1970 to 2999. Boundaries counted from there stay within the years 0 to
 * 9999, since a cadence has at most 1,000 years. Only the text of these years sorts: 10000 would sort before 2026 (ADR 0024).
 */
export const earliestInstant = written('1970-01-01T00:00:00.000Z');
export const latestInstant = written('2999-12-31T23:59:59.999Z');

const firstSortedMs = Date.parse('0000-01-01T00:00:00.000Z');
const lastSortedMs = Date.parse('9999-12-31T23:59:59.999Z');

/** The instant at a whole number of milliseconds since the Unix epoch, in the years 0 to 9999. */
export function instantAt(ms: number): Instant {
  invariant(Number.isSafeInteger(ms), `not a whole number of milliseconds: ${ms}`);
  invariant(ms >= firstSortedMs && ms <= lastSortedMs, `not in the years 0 to 9999: ${ms} ms`);
  return written(new Date(ms).toISOString());
}

/** Brands text that has the format of an instant. */
function written(text: string): Instant {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where an instant is made
  return text as Instant;
}

/** The instant at a computed number of milliseconds, clamped to the years 0 to 9999. */
export const computedInstant = (ms: number): Instant => instantAt(Math.min(Math.max(ms, firstSortedMs), lastSortedMs));

type InstantRead =
  { readonly ok: true; readonly value: Instant } | { readonly ok: false; readonly error: 'malformed' | 'outOfRange' };

/** Parses ISO-8601 text with an offset. Returns `malformed`, or `outOfRange` for an instant before 1970 or after 2999. */
export function readInstant(text: string): InstantRead {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text))
    return { ok: false, error: 'malformed' };
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || !isDate(text.slice(0, 10))) return { ok: false, error: 'malformed' };
  if (ms < epochMs(earliestInstant) || ms > epochMs(latestInstant)) return { ok: false, error: 'outOfRange' };
  return { ok: true, value: instantAt(ms) };
}

/** Parses an instant; undefined if the text is malformed or out of range. */
export function parseInstant(text: string): Instant | undefined {
  const read = readInstant(text);
  return read.ok ? read.value : undefined;
}

// Date.parse reads 30 February as 2 March.
const isDate = (date: string): boolean => new Date(Date.parse(date)).toISOString().startsWith(date);

/** The later of two instants. */
export const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** The earlier of two instants. */
export const earlierOf = (a: Instant, b: Instant): Instant => (a < b ? a : b);
