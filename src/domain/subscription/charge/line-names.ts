import { customerName, type OfferingVersion, type UnitNames } from '../../catalogue/model/offering.ts';
import { hasUnitBasedPrice } from '../../catalogue/model/price-lookup.ts';
import type { PricePoint, RateCard } from '../../catalogue/model/rate-card.ts';
import { compareDecimals } from '../../money/exact.ts';
import { ownValue } from '../../own-value.ts';

/** What is charged: a price of a rate card of an offering. */
export interface PricedCard {
  readonly version: OfferingVersion;
  readonly card: RateCard;
  readonly price: PricePoint;
}

/**
 * What a line is called: by the name of the price for customers, else of the rate card, else of the offering (rules 0-5, 3-15).
 * @rule 0-5, 3-15
 */
export const descriptionOf = ({ version, card, price }: PricedCard): string =>
  price.presentation.externalName ?? card.name ?? customerName(version);

/**
 * What the quantity of a line counts, in the singular for one and in the plural for any other number: instances by the name
 * that the add-on has for them; units of a price by that of the offering, else of the feature, if one of the quantity is one of the
 * feature. Nothing where the price is one amount, or nobody has named it: two packs of 1,000 calls are not two calls.
 * @rule 2-3
 */
export function unitNameOf(priced: PricedCard, quantity: string): { readonly unitName?: string } {
  const unit = unitOf(priced);
  if (unit === undefined) return {};
  const isOne = compareDecimals(quantity, '1') === 0 || compareDecimals(quantity, '-1') === 0;
  return { unitName: isOne ? unit.singular : unit.plural };
}

function unitOf({ version, card, price }: PricedCard): UnitNames | undefined {
  const own = version.unit ?? undefined;
  if (version.kind === 'addOn' && version.instance === 'multiple') return own;
  if (!hasUnitBasedPrice([price])) return undefined;
  return own ?? (card.featureKey === null || isPack(card) ? undefined : ownValue(version.featureUnits ?? {}, card.featureKey));
}

/** Whether one of what is sold gives another number of the feature than one. */
const isPack = ({ entitlement }: RateCard): boolean =>
  entitlement?.kind === 'metered' && entitlement.quota !== null && compareDecimals(entitlement.quota, '1') !== 0;
