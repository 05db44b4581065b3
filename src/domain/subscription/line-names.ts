import { customerName, type OfferingVersion } from '../catalogue/offering.ts';
import { areUnitBased } from '../catalogue/price-lookup.ts';
import type { PricePoint, RateCard } from '../catalogue/rate-card.ts';
import { compareDecimals } from '../money/exact.ts';
import { ownValue } from '../own-value.ts';

/** What is charged: a price of a rate card of an offering. */
export interface PricedCard {
  readonly version: OfferingVersion;
  readonly card: RateCard;
  readonly price: PricePoint;
}

/** What a line is called: by the name of the price for customers, else of the rate card, else of the offering (rules 0-5, 3-15). */
export const descriptionOf = ({ version, card, price }: PricedCard): string =>
  price.presentation.externalName ?? card.name ?? customerName(version);

/**
 * What the quantity of a line counts, in the singular for one and in the plural for any other number (rule 2-3): by the names of
 * the offering, else of the feature. Nothing where the price is not by the unit.
 */
export function unitNameOf({ version, card, price }: PricedCard, quantity: string): { readonly unitName?: string } {
  const ofFeature = card.featureKey === null ? undefined : ownValue(version.featureUnits ?? {}, card.featureKey);
  const unit = version.unit ?? ofFeature;
  if (unit === undefined || !areUnitBased([price])) return {};
  const isOne = compareDecimals(quantity, '1') === 0 || compareDecimals(quantity, '-1') === 0;
  return { unitName: isOne ? unit.singular : unit.plural };
}
