import type { Entitlement, UsageReset } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { Grant } from '../../../src/domain/entitlement/grant.ts';
import type { EntitlementSource } from '../../../src/domain/entitlement/merge.ts';
import { type Instant, parseInstant } from '../../../src/domain/time/instant.ts';

/** An instant in a test. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`not an instant: ${text}`);
  return instant;
}

export const monthlyReset: UsageReset = { every: 1, unit: 'month', anchor: 'activation', notify: false };

export const metered = (changes: Partial<Extract<Entitlement, { readonly kind: 'metered' }>> = {}): Entitlement => ({
  kind: 'metered',
  limit: 'hard',
  quota: '3',
  includedUsage: null,
  reset: monthlyReset,
  carryover: null,
  ...changes,
});

/** A grant of the feature `devices` by the plan since 31 January, seen on 14 February. */
export const aSource = (changes: Partial<Grant> = {}, seenAt = '2026-02-14T12:00:00Z'): EntitlementSource => ({
  subscriptionId: 'sub_1',
  at: at(seenAt),
  grant: {
    id: 'gra_1',
    featureKey: 'devices',
    attachmentId: null,
    offeringKey: 'basic',
    rateCardKey: 'base',
    entitlement: metered(),
    quantity: '1',
    startsAt: at('2026-01-31T10:00:00Z'),
    endsAt: null,
    windowAnchorAt: at('2026-01-31T10:00:00Z'),
    timeZone: 'UTC',
    cause: { kind: 'reason', reason: 'noPrice' },
    ...changes,
  },
});
