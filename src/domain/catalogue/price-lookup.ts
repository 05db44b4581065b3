import { type Cadence, describeCadence, sameCadence } from '../time/cadence.ts';
import type { Issue } from '../refusal.ts';
import type { OfferingVersion } from './offering.ts';
import type { PricePoint, RateCard } from './rate-card.ts';

/** What a subscription is billed in: prices must match both exactly (semantics row 9, `match`). */
export interface PriceQuery {
  readonly currency: string;
  readonly cadence: Cadence;
}

/** The price point of a rate card for a currency and cadence. */
export const findPrice = (card: RateCard, { currency, cadence }: PriceQuery): PricePoint | undefined =>
  card.prices.find((price) => price.currency === currency && sameCadence(price.cadence, cadence));

/** One issue for each rate card that has prices, but none in this currency at this cadence. */
export function missingPrices(version: OfferingVersion, query: PriceQuery): readonly Issue[] {
  return version.rateCards
    .filter((card) => card.prices.length > 0 && findPrice(card, query) === undefined)
    .map((card) => ({
      code: 'price_not_found',
      pointer: '',
      detail: `${version.key}: the rate card ${card.key} has no price in ${query.currency} per ${describeCadence(query.cadence)}`,
    }));
}

/** Whether the offering is sold by the unit, so that somebody has to say how many. */
export const isUnitBased = (version: OfferingVersion): boolean =>
  version.rateCards.some((card) => card.prices.some(({ model }) => model === 'perUnit'));
