import type { Entitlement } from '../catalogue/model/rate-card.ts';
import type { AttachmentId } from '../ids.ts';
import { multiply } from '../money/exact.ts';
import type { Instant } from '../time/instant.ts';

/** The reason for access: the line that charged for it, or why it is free. @rule 4-1, 4-2 */
export type GrantCause =
  | { readonly kind: 'charge'; readonly lineId: string }
  | {
      readonly kind: 'reason';
      readonly reason: 'trial' | 'freeUntilRenewal' | 'noPrice' | 'quantityDecreased' | 'paidByRenewal';
    };

/** Access to one feature from one source, from `startsAt` until it ends. */
export interface Grant {
  readonly id: string;
  readonly featureKey: string;
  /** The add-on that grants it; null for the plan itself. */
  readonly attachmentId: AttachmentId | null;
  readonly offeringKey: string;
  readonly rateCardKey: string;
  readonly entitlement: Entitlement;
  /** The multiplier of the quota: the units or instances of the source. */
  readonly quantity: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant | null;
  /** The origin of the usage windows; null without a reset. */
  readonly windowAnchorAt: Instant | null;
  readonly timeZone: string;
  readonly cause: GrantCause;
}

/** The quota or included usage of a grant, times the quantity of its source; null if it sets none or is not metered. */
export function granted({ entitlement, quantity }: Grant, what: 'quota' | 'includedUsage'): string | null {
  const perUnit = entitlement.kind === 'metered' ? entitlement[what] : null;
  return perUnit === null ? null : multiply(perUnit, quantity);
}
