import { customerName, type OfferingVersion, type UnitNames } from '../../catalogue/model/offering.ts';
import { hasUnitBasedPrice } from '../../catalogue/model/price-lookup.ts';
import type { PricePoint, RateCard } from '../../catalogue/model/rate-card.ts';
import { compareDecimals } from '../../money/exact.ts';
import { ownValue } from '../../own-value.ts';

/** A price with its rate card and version. */
export interface PricedCard {
  readonly version: OfferingVersion;
  readonly card: RateCard;
  readonly price: PricePoint;
}

/**
 * The description of a line: the external name of the price, else the name of the rate card, else that of the offering.
 * @rule 0-5, 3-15
 */
export const descriptionOf = ({ version, card, price }: PricedCard): string =>
  price.presentation.externalName ?? card.name ?? customerName(version);

/**
 * The unit of a line's quantity, singular for one: for instances that of the add-on; for units of a price that of the offering, else of the
 * feature, unless the rate card sells packs (two packs of 1,000 calls are not two calls). Empty for a flat price and without a name.
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

/** Whether one unit grants a quota other than 1. */
const isPack = ({ entitlement }: RateCard): boolean =>
  entitlement?.kind === 'metered' && entitlement.quota !== null && compareDecimals(entitlement.quota, '1') !== 0;
