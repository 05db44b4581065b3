import type { Entitlement } from '../catalogue/model/rate-card.ts';
import { multiply } from '../money/exact.ts';
import type { Instant } from '../time/instant.ts';

/** Why access exists: the line that charged for it, or the stated reason why nothing was charged. @rule 4-1, 4-2 */
export type GrantCause =
  | { readonly kind: 'charge'; readonly lineId: string }
  | {
      readonly kind: 'reason';
      readonly reason: 'trial' | 'freeUntilRenewal' | 'noPrice' | 'quantityDecreased' | 'paidByRenewal';
    };

/** Access to one feature from one source, from `startsAt` until it is ended. */
export interface Grant {
  readonly id: string;
  readonly featureKey: string;
  /** The add-on that gives it; null when the plan itself does. */
  readonly attachmentId: string | null;
  readonly offeringKey: string;
  readonly rateCardKey: string;
  readonly entitlement: Entitlement;
  /** How often the quota is granted: the units or instances of the source. */
  readonly quantity: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
  /** What the usage windows are counted from; null without a reset. */
  readonly windowAnchorAt: Instant | null;
  readonly timeZone: string;
  readonly cause: GrantCause;
}

/** What a grant gives of its quota or included usage: for each unit of its source. Null where it sets none, and unless it is metered. */
export function granted({ entitlement, quantity }: Grant, what: 'quota' | 'includedUsage'): string | null {
  const perUnit = entitlement.kind === 'metered' ? entitlement[what] : null;
  return perUnit === null ? null : multiply(perUnit, quantity);
}
