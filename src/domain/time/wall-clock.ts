import { assertNever } from '../invariant.ts';
import type { Cadence } from './cadence.ts';
import { computedInstant, epochMs } from './instant.ts';
import type { Instant } from './instant.ts';
import { offsetSpanAt } from './zone-offsets.ts';

/** A local time, in milliseconds: the epoch time at which a UTC clock shows it. */
export type WallMs = number;

/** A day of 24 hours, in milliseconds. */
export const dayMs = 86_400_000;
// No zone has ever been 16 hours or more from UTC (Manila before 1845: −15:56).
const widestOffsetMs = 16 * 3_600_000;

/** The local time of the zone at an instant. */
export function wallClockAt(at: Instant, timeZone: string): WallMs {
  const atMs = epochMs(at);
  return atMs + offsetSpanAt(timeZone, atMs).offsetMs;
}

/**
 * The first instant at which the zone's wall clock reads `wallMs` or later: the earlier instant of an overlap, and the first
 * valid instant after a gap, a skipped day included (semantics §3). With `from`, whose local time must be before `wallMs`, the
 * first one after that instant. Monotonic in `wallMs`. The result is clamped to the years 0 to 9999.
 */
export function firstReading(wallMs: WallMs, { timeZone, from }: { timeZone: string; from?: Instant }): Instant {
  let span = offsetSpanAt(timeZone, from === undefined ? wallMs - widestOffsetMs : epochMs(from));
  for (;;) {
    const readingMs = Math.max(span.startMs, wallMs - span.offsetMs);
    if (readingMs < span.endMs) return computedInstant(readingMs);
    span = offsetSpanAt(timeZone, span.endMs);
  }
}

/** Adds `count` cadences to a local time (negative: back); the day is clamped to the end of the month. */
export function addCadences(wallMs: WallMs, { every, unit }: Cadence, count: number): WallMs {
  const steps = every * count;
  switch (unit) {
    case 'day':
      return wallMs + steps * dayMs;
    case 'week':
      return wallMs + steps * 7 * dayMs;
    case 'month':
      return addMonths(wallMs, steps);
    case 'year':
      return addMonths(wallMs, steps * 12);
    default:
      return assertNever(unit);
  }
}

function addMonths(wallMs: WallMs, months: number): WallMs {
  const reading = new Date(wallMs);
  const year = reading.getUTCFullYear();
  const month = reading.getUTCMonth() + months;
  const daysOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const timeOfDayMs = wallMs - Math.floor(wallMs / dayMs) * dayMs;
  return Date.UTC(year, month, Math.min(reading.getUTCDate(), daysOfMonth)) + timeOfDayMs;
}
