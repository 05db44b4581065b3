import { canonical, canonicalAdjustments, canonicalModel } from '../../pricing/canonical-price.ts';
import type { Entitlement, PricePoint } from './rate-card.ts';
import { sameValue } from './same-value.ts';

/** Whether two prices have the same terms. Compares decimals by value; ignores ids and editable fields. */
export const sameTerms = (a: PricePoint, b: PricePoint): boolean => sameValue(termsOf(a), termsOf(b));

const termsOf = (price: PricePoint): object => ({
  ...price,
  ...canonicalModel(price),
  adjustments: canonicalAdjustments(price.adjustments),
  id: null,
  presentation: null,
  tax: null,
  archived: null,
});

/** Whether two entitlements are equal. Compares quantities by value. */
export const sameEntitlement = (a: Entitlement | null, b: Entitlement | null): boolean =>
  sameValue(canonicalEntitlement(a), canonicalEntitlement(b));

function canonicalEntitlement(entitlement: Entitlement | null): Entitlement | null {
  if (entitlement?.kind !== 'metered') return entitlement;
  const { quota, includedUsage, carryover } = entitlement;
  return {
    ...entitlement,
    quota: canonical(quota),
    includedUsage: canonical(includedUsage),
    carryover: carryover === null ? null : { ...carryover, cap: canonical(carryover.cap) },
  };
}
