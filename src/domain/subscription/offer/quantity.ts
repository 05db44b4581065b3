import type { AddOnVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { areUnitBased, type PriceQuery, pricesAt } from '../../catalogue/model/price-lookup.ts';
import { largestDecimal, largestLine } from '../../money/bounds.ts';
import { add, compareDecimals, decimalsOf, isDecimal, normalize, subtract } from '../../money/exact.ts';
import { priceQuantity } from '../../pricing/price-quantity.ts';
import { accepted, refused, type Result } from '../../refusal.ts';
import type { LiveSubscription } from '../model/state.ts';

/** How many of an add-on somebody wants, and what it is paid in: that says whether it is sold by the unit. */
interface Wanted {
  readonly stated: string;
  readonly terms: PriceQuery;
}

/** Reads a stated quantity: above zero, whole where it counts instances, and 1 where the add-on is not sold by the unit. */
export function parseQuantity(addOn: AddOnVersion, { stated, terms }: Wanted): Result<string> {
  if (!isDecimal(stated) || compareDecimals(stated, '0') <= 0) {
    return refused('quantity_invalid', 'The quantity must be above 0. To take an add-on away, remove it.', at(stated));
  }
  if (addOn.instance === 'multiple' && decimalsOf(normalize(stated)) > 0) {
    return refused('quantity_invalid', `${addOn.key} is sold in whole instances: give a whole number.`, at(stated));
  }
  if (addOn.instance === 'single' && !isUnitBased(addOn, terms) && compareDecimals(stated, '1') !== 0) {
    return refused('quantity_invalid', `${addOn.key} has a flat price and a single instance: its quantity is 1.`, at(stated));
  }
  return accepted(normalize(stated));
}

const isUnitBased = (addOn: AddOnVersion, terms: PriceQuery): boolean => areUnitBased(pricesAt(addOn, terms));

const at = (stated: string) => ({
  issues: [{ code: 'quantity_invalid', pointer: '/quantity', detail: `${stated} is not a possible quantity` }],
});

/** The quantity of an order: stated, or 1; a mandatory add-on that is sold by the unit needs a stated one (semantics row 12). */
export function orderedQuantity(
  addOn: AddOnVersion,
  { link, stated, terms }: Pick<Wanted, 'terms'> & { readonly link: PlanAddOn; readonly stated: string | undefined },
): Result<string> {
  if (stated === undefined && link.requirement === 'mandatory' && isUnitBased(addOn, terms)) {
    return refused('quantity_required', `${addOn.key} comes with the plan and is sold by the unit: say its quantity.`);
  }
  const quantity = parseQuantity(addOn, { stated: stated ?? '1', terms });
  if (!quantity.ok) return quantity;
  const enough = link.requirement === 'mandatory' ? refuseTooFew(addOn.key, quantity.value) : quantity;
  if (!enough.ok) return enough;
  const bounded = withinBounds(addOn, { total: quantity.value, terms });
  return bounded.ok && addOn.instance === 'multiple' ? withinMaximum(link, quantity.value) : bounded;
}

/** Refuses less than one of what comes with the base (semantics row 12). */
export const refuseTooFew = (addOnKey: string, quantity: string): Result<string> =>
  compareDecimals(quantity, '1') >= 0
    ? accepted(quantity)
    : refused('quantity_invalid', `${addOnKey} comes with the plan: the quantity must be at least 1.`, at(quantity));

/** Refuses a total number of instances above what the link allows (semantics row 22). */
export function withinMaximum(link: PlanAddOn, total: string): Result<string> {
  if (link.maxInstances === null || compareDecimals(total, String(link.maxInstances)) <= 0) return accepted(total);
  return refused(
    'max_instances_exceeded',
    `A subscription may hold ${link.maxInstances} of ${link.addOnKey}; this would make ${total}.`,
    { meta: { addOnKey: link.addOnKey, maxInstances: link.maxInstances, wouldBe: total } },
  );
}

/**
 * Refuses a total quantity that is larger than quantities are, or that would cost more than a line may at the prices of the add-on.
 * Discounts that end are not counted on.
 */
export function withinBounds(addOn: AddOnVersion, { total, terms }: { readonly total: string; readonly terms: PriceQuery }) {
  if (compareDecimals(total, largestDecimal) > 0) {
    return refused('quantity_invalid', `The quantity would be ${total}: at most ${largestDecimal} are possible.`, at(total));
  }
  const tooDear = pricesAt(addOn, terms).some(
    (price) => compareDecimals(priceQuantity(price, total, { cycle: Infinity, instances: total }).exactAmount, largestLine) > 0,
  );
  if (!tooDear) return accepted(total);
  return refused(
    'quantity_invalid',
    `${total} of ${addOn.key} would cost more than ${largestLine} ${terms.currency}: give a smaller quantity.`,
    at(total),
  );
}

/** How many instances of an add-on the subscription holds or has scheduled. */
export function heldInstances(state: LiveSubscription, addOnKey: string): string {
  const attached = state.addOns.filter((addOn) => addOn.addOnKey === addOnKey);
  const quantities = attached.map(({ quantity }) => quantity);
  const scheduled = state.pending.flatMap((change) => {
    if (change.type === 'attachAddOn') return change.addOnKey === addOnKey ? [change.quantity] : [];
    if (change.type !== 'changeAddOnQuantity') return [];
    const target = attached.find(({ id }) => id === change.attachmentId);
    return target && compareDecimals(change.quantity, target.quantity) > 0 ? [subtract(change.quantity, target.quantity)] : [];
  });
  return [...quantities, ...scheduled].reduce(add, '0');
}
