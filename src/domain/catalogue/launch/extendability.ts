import type { Issue } from '../../refusal.ts';
import { quoted } from '../../refusals/words.ts';
import type { OfferingVersion } from '../model/offering.ts';
import type { Entitlement } from '../model/rate-card.ts';

/**
 * The entitlements of an add-on that cannot be merged with those of another offering on the subscription (rule 1-16, semantics row
 * 29). Booleans merge and metered quotas add up; two static values and two kinds do not merge. Pointers are into the add-on.
 * @rule 1-16
 */
export function extendabilityIssues(addOn: OfferingVersion, other: OfferingVersion): readonly Issue[] {
  return addOn.rateCards.flatMap(({ featureKey, entitlement }, index) => {
    if (featureKey === null || entitlement === null) return [];
    const blocking = other.rateCards.find(
      (card) => card.featureKey === featureKey && card.entitlement !== null && !merges(entitlement, card.entitlement),
    );
    if (blocking === undefined) return [];
    return [
      {
        pointer: `/rateCards/${index}/entitlement`,
        code: 'entitlement_not_extendable',
        detail: `The add-on ${quoted(addOn.key)} cannot extend the feature ${quoted(featureKey)} of ${quoted(other.key)}: both set its value.`,
      },
    ];
  });
}

const merges = (a: Entitlement, b: Entitlement): boolean => a.kind === b.kind && a.kind !== 'static';
