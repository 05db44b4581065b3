import type { AddOnVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { hasUnitBasedPrice, type PriceQuery, pricesAt } from '../../catalogue/model/price-lookup.ts';
import { largestDecimal, largestLineAmount } from '../../money/bounds.ts';
import { add, compareDecimals, decimalsOf, isDecimal, normalize, subtract } from '../../money/exact.ts';
import { priceQuantity } from '../../pricing/price-quantity.ts';
import { accepted, type Result } from '../../refusal.ts';
import { maxInstancesExceeded, quantityInvalid, quantityRequired } from '../../refusals/quantities.ts';
import type { LiveSubscription } from '../model/state.ts';

/** The stated quantity, and the currency and cadence, whose prices say whether the add-on is unit-based. */
interface StatedQuantity {
  readonly stated: string;
  readonly terms: PriceQuery;
}

/** Parses a stated quantity: above 0, whole for instances, 1 for a single add-on that is not unit-based. Refuses `quantity_invalid`. */
export function parseQuantity(addOn: AddOnVersion, { stated, terms }: StatedQuantity): Result<string> {
  if (!isDecimal(stated) || compareDecimals(stated, '0') <= 0) {
    return quantityInvalid(stated, 'not positive');
  }
  if (addOn.instance === 'multiple' && decimalsOf(normalize(stated)) > 0) {
    return quantityInvalid(stated, { addOnKey: addOn.key, because: 'sold whole' });
  }
  if (addOn.instance === 'single' && !isUnitBased(addOn, terms) && compareDecimals(stated, '1') !== 0) {
    return quantityInvalid(stated, { addOnKey: addOn.key, because: 'sold once' });
  }
  return accepted(normalize(stated));
}

const isUnitBased = (addOn: AddOnVersion, terms: PriceQuery): boolean => hasUnitBasedPrice(pricesAt(addOn, terms));

/**
 * The quantity of an order: as stated, otherwise 1. Refuses `quantity_required` for a mandatory unit-based add-on without one (semantics
 * row 12).
 * @rule 2-19
 */
export function orderedQuantity(
  addOn: AddOnVersion,
  { link, stated, terms }: Pick<StatedQuantity, 'terms'> & { readonly link: PlanAddOn; readonly stated: string | undefined },
): Result<string> {
  if (stated === undefined && link.requirement === 'mandatory' && isUnitBased(addOn, terms)) {
    return quantityRequired({ addOnKey: addOn.key });
  }
  const quantity = parseQuantity(addOn, { stated: stated ?? '1', terms });
  if (!quantity.ok) return quantity;
  const enough = link.requirement === 'mandatory' ? refuseBelowOne(addOn.key, quantity.value) : quantity;
  if (!enough.ok) return enough;
  const bounded = withinBounds(addOn, { total: quantity.value, terms });
  return bounded.ok && addOn.instance === 'multiple' ? withinMaximum(link, quantity.value) : bounded;
}

/** Refuses less than 1 of a mandatory add-on (semantics row 12). */
export const refuseBelowOne = (addOnKey: string, quantity: string): Result<string> =>
  compareDecimals(quantity, '1') >= 0 ? accepted(quantity) : quantityInvalid(quantity, { addOnKey, because: 'mandatory' });

/** Refuses `max_instances_exceeded` for more instances than the link allows (semantics row 22). @rule 1-13 */
export function withinMaximum(link: PlanAddOn, total: string): Result<string> {
  if (link.maxInstances === null || compareDecimals(total, String(link.maxInstances)) <= 0) return accepted(total);
  return maxInstancesExceeded({ addOnKey: link.addOnKey, maxInstances: link.maxInstances, wouldBe: total });
}

/** Refuses a total quantity above the largest one, or whose price, without temporary discounts, would exceed the largest line. */
export function withinBounds(addOn: AddOnVersion, { total, terms }: { readonly total: string; readonly terms: PriceQuery }) {
  if (compareDecimals(total, largestDecimal) > 0) {
    return quantityInvalid(total, { atMost: largestDecimal });
  }
  const exceedsLargestLine = pricesAt(addOn, terms).some(
    (price) =>
      compareDecimals(priceQuantity(price, total, { cycle: Infinity, instances: total }).exactAmount, largestLineAmount) > 0,
  );
  if (!exceedsLargestLine) return accepted(total);
  return quantityInvalid(total, { addOnKey: addOn.key, dearerThan: `${largestLineAmount} ${terms.currency}` });
}

/** The instances of an add-on on a subscription, scheduled ones included (semantics row 22). */
export function heldInstances(state: LiveSubscription, addOnKey: string): string {
  const attached = state.attachments.filter((attachment) => attachment.addOnKey === addOnKey);
  const quantities = attached.map(({ quantity }) => quantity);
  const scheduled = state.pending.flatMap((change) => {
    if (change.type === 'attachAddOn') return change.addOnKey === addOnKey ? [change.quantity] : [];
    if (change.type !== 'changeAddOnQuantity') return [];
    const target = attached.find(({ id }) => id === change.attachmentId);
    return target && compareDecimals(change.quantity, target.quantity) > 0 ? [subtract(change.quantity, target.quantity)] : [];
  });
  return [...quantities, ...scheduled].reduce(add, '0');
}
