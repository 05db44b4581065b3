import { assertNever } from '../invariant.ts';
import type { CadenceUnit } from './cadence.ts';
import type { Instant } from './instant.ts';
import { dayMs, firstReading, wallClockAt } from './wall-clock.ts';
import type { WallMs } from './wall-clock.ts';

/** A calendar date in a time zone, `YYYY-MM-DD`. Sorts as text. */
export type LocalDate = string;

/** The date on the zone's calendar at an instant. */
export const localDateOf = (at: Instant, timeZone: string): LocalDate =>
  new Date(wallClockAt(at, timeZone)).toISOString().slice(0, 10);

/** Whole calendar days from one date to another; negative if the second is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => (Date.parse(to) - Date.parse(from)) / dayMs;

/** The first instant after `at` that is on a later date of the zone's calendar. */
export function startOfNextLocalDay(at: Instant, timeZone: string): Instant {
  return firstReading(startOfUnit('day', wallClockAt(at, timeZone)) + dayMs, { timeZone, from: at });
}

/** The start of the zone's calendar day, ISO week (Monday), month or year that contains the instant. */
export function startOfLocal(unit: CadenceUnit, at: Instant, timeZone: string): Instant {
  return firstReading(startOfUnit(unit, wallClockAt(at, timeZone)), { timeZone });
}

/**
 * The instant `days` wall-clock days later (negative: earlier) at the same time of day, so a trial over a DST change keeps its
 * local time. Gaps and overlaps as in `boundaryAt` (semantics §3).
 */
export function addDays(at: Instant, days: number, timeZone: string): Instant {
  return days === 0 ? at : firstReading(wallClockAt(at, timeZone) + days * dayMs, { timeZone });
}

function startOfUnit(unit: CadenceUnit, wallMs: WallMs): WallMs {
  const reading = new Date(wallMs);
  const year = reading.getUTCFullYear();
  const month = reading.getUTCMonth();
  const date = reading.getUTCDate();
  switch (unit) {
    case 'day':
      return Date.UTC(year, month, date);
    case 'week':
      return Date.UTC(year, month, date - ((reading.getUTCDay() + 6) % 7));
    case 'month':
      return Date.UTC(year, month, 1);
    case 'year':
      return Date.UTC(year, 0, 1);
    default:
      return assertNever(unit);
  }
}
