import { assertNever, invariant, InvariantError } from '../invariant.ts';
import type { Cadence } from './cadence.ts';
import type { Instant } from './instant.ts';
import type { Period } from './period.ts';
import { addCadences, dayMs, firstReading, wallClockAt } from './wall-clock.ts';

/** The parameters that give all billing boundaries of a subscription. */
export interface BillingCalendar {
  readonly anchorAt: Instant;
  readonly cadence: Cadence;
  /** The customer's IANA zone; the cadence counts in its wall clock. */
  readonly timeZone: string;
}

/**
 * Billing boundary n: the original anchor + n × cadence in the zone's wall clock, the day clamped to the month's end, never the
 * previous boundary + 1 (semantics §3). A DST gap gives the first valid instant after it, an overlap the earlier instant; n may
 * be negative, and boundary 0 is the anchor itself.
 * Example: anchor 31 January 10:00 Berlin, monthly → 28 February 10:00, 31 March 10:00, 30 April 10:00.
 * Boundaries increase strictly, with one exception: if a zone skipped a whole day, a daily boundary at midnight coincides with
 * the next one, and the period between them is empty.
 */
export function boundaryAt({ anchorAt, cadence, timeZone }: BillingCalendar, index: number): Instant {
  invariant(Number.isSafeInteger(index), `not the index of a boundary: ${index}`);
  if (index === 0) return anchorAt;
  return firstReading(addCadences(wallClockAt(anchorAt, timeZone), cadence, index), { timeZone });
}

/** Billing period n, from boundary n to boundary n + 1. */
export const periodAt = (calendar: BillingCalendar, index: number): Period => ({
  start: boundaryAt(calendar, index),
  end: boundaryAt(calendar, index + 1),
});

/** The index of the billing period that contains the instant; negative before the anchor. Computes five boundaries at most. */
export function indexContaining(calendar: BillingCalendar, at: Instant): number {
  const estimate = estimateIndex(calendar, at);
  for (let index = estimate + 2; index >= estimate - 2; index -= 1) if (boundaryAt(calendar, index) <= at) return index;
  throw new InvariantError(`no period contains ${at}`);
}

/**
 * An estimate of the index from the wall-clock distance to the anchor; clamped days and clock changes make it wrong by two at most.
 */
function estimateIndex({ anchorAt, cadence: { every, unit }, timeZone }: BillingCalendar, at: Instant): number {
  const anchor = wallClockAt(anchorAt, timeZone);
  const reading = wallClockAt(at, timeZone);
  switch (unit) {
    case 'day':
      return Math.floor((reading - anchor) / (every * dayMs));
    case 'week':
      return Math.floor((reading - anchor) / (every * 7 * dayMs));
    case 'month':
      return Math.floor((monthOf(reading) - monthOf(anchor)) / every);
    case 'year':
      return Math.floor((monthOf(reading) - monthOf(anchor)) / (every * 12));
    default:
      return assertNever(unit);
  }
}

function monthOf(wallMs: number): number {
  const reading = new Date(wallMs);
  return reading.getUTCFullYear() * 12 + reading.getUTCMonth();
}
