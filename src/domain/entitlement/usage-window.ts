import { type BillingCalendar, indexContaining, periodAt } from '../time/billing-calendar.ts';
import type { Instant } from '../time/instant.ts';
import type { Period } from '../time/period.ts';
import type { Grant } from './grant.ts';

/**
 * The usage window of a grant that contains the instant, computed from the rule and never from a timer that may be late
 * (ADR 0046): windows are counted from `windowAnchorAt` in the wall clock of the grant's zone. Null without a reset.
 * @rule 0-17
 */
export function usageWindowAt({ entitlement, windowAnchorAt, timeZone }: Grant, at: Instant): Period | null {
  if (entitlement.kind !== 'metered' || entitlement.reset === null || windowAnchorAt === null) return null;
  const { every, unit } = entitlement.reset;
  const calendar: BillingCalendar = { anchorAt: windowAnchorAt, cadence: { every, unit }, timeZone };
  return periodAt(calendar, indexContaining(calendar, at));
}
