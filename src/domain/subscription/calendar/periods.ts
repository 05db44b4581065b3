import { invariant } from '../../invariant.ts';
import { type BillingCalendar, indexContaining, periodAt } from '../../time/billing-calendar.ts';
import type { Instant } from '../../time/instant.ts';
import { contains, type Period } from '../../time/period.ts';
import type { Facts } from '../model/facts.ts';
import type { BillingPeriod, LiveSubscription, Terms } from '../model/state.ts';

/** The calendar of a subscription: its boundaries are counted from the anchor, in the customer's zone (semantics §3). */
export const calendarOf = ({ anchorAt, cadence, timeZone }: Terms): BillingCalendar => ({ anchorAt, cadence, timeZone });

/** Billing period number n ≥ 1. */
export function billingPeriod(terms: Terms, number: number, facts: Facts): BillingPeriod {
  return { number, ...periodAt(calendarOf(terms), number - 1), timeZoneData: facts.timeZoneData };
}

/** The running period of a subscription that has started. */
export function runningPeriod({ period }: LiveSubscription): BillingPeriod {
  invariant(period, 'the subscription has not started');
  return period;
}

/** Whether the plan's trial is running. */
export const inTrial = ({ period }: LiveSubscription): boolean => period?.number === 0;

/** The billing period to enter at an instant: the next one on the boundary, otherwise the one that contains it (ADR 0054). */
export function periodFrom({ terms, period }: LiveSubscription, at: Instant, facts: Facts): BillingPeriod {
  const number = period !== null && period.end === at ? period.number + 1 : indexContaining(calendarOf(terms), at) + 1;
  return billingPeriod(terms, number, facts);
}

/**
 * Whether the end of the running period falls due: a trial ends, something recurs, or an attachment is free until then. Otherwise periods
 * pass without being processed (ADR 0054).
 */
export function awaitsRenewal({ terms, period, attachments }: LiveSubscription): boolean {
  if (period === null) return false;
  const isAwaited = attachments.some(({ recurring, freeUntil }) => recurring || freeUntil === period.end);
  return period.number === 0 || terms.recurring || isAwaited;
}

/** Whether an instant is the end of the running period or of a later one. */
export function isBoundary(state: LiveSubscription, at: Instant): boolean {
  const { end } = runningPeriod(state);
  const calendar = calendarOf(state.terms);
  return at >= end && periodAt(calendar, indexContaining(calendar, at)).start === at;
}

/** The most periods that one charge may span, with a backdated start or a charged trial: each makes a line (ADR 0060). */
export const maxPeriodsPerCharge = 366;

/** A part of a service period that is paid for, and the full service period: the denominator of its share. */
export interface ServicePart {
  readonly part: Period;
  readonly full: Period;
}

/** Splits a range at the boundaries of the calendar; those before the anchor, as in a charged trial, are counted backwards. */
export function serviceParts(terms: Terms, range: Period): readonly ServicePart[] {
  const calendar = calendarOf(terms);
  const parts: ServicePart[] = [];
  let from: Instant = range.start;
  for (let index = indexContaining(calendar, from); from < range.end; index += 1) {
    const full = periodAt(calendar, index);
    const end = full.end < range.end ? full.end : range.end;
    invariant(contains(full, from), 'the calendar has no gaps');
    parts.push({ part: { start: from, end }, full });
    from = end;
  }
  return parts;
}
