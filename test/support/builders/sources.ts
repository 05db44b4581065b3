import type { Grant } from '../../../src/domain/entitlement/grant.ts';
import type { EntitlementSource } from '../../../src/domain/entitlement/merge.ts';
import { at } from './commands.ts';
import { metered } from './offerings.ts';
import { aGrant, subscriptionId } from './records.ts';

/** A grant of the feature `devices` by the plan since 31 January, read on 14 February. */
export const aSource = (changes: Partial<Grant> = {}, seenAt = '2026-02-14T12:00:00Z'): EntitlementSource => ({
  subscriptionId,
  at: at(seenAt),
  grant: aGrant({
    featureKey: 'devices',
    attachmentId: null,
    offeringKey: 'basic',
    rateCardKey: 'base',
    entitlement: metered(),
    startsAt: at('2026-01-31T10:00:00Z'),
    windowAnchorAt: at('2026-01-31T10:00:00Z'),
    ...changes,
  }),
});
