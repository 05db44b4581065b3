import { isChargeable } from '../model/chargeability.ts';
import type { RateCard } from '../model/rate-card.ts';
import { pricesFor, type SalePair } from '../model/sale-pairs.ts';

/** The rate cards with prices. */
export const pricedCards = ({ rateCards }: { readonly rateCards: readonly RateCard[] }): readonly RateCard[] =>
  rateCards.filter(({ prices }) => prices.length > 0);

/**
 * Whether rate cards can be bought together in a pair: each has a chargeable price for it. For a base without recurring prices the
 * buyer chooses the cadence of the add-ons, so one cadence must fit all cards.
 */
export function isBuyableTogether(cards: readonly RateCard[], pair: SalePair): boolean {
  const isBuyableIn = (each: SalePair): boolean => cards.every((card) => pricesFor(card, each, 'match').some(isChargeable));
  if (pair.cadence !== 'oneTime') return isBuyableIn(pair);
  const cadences = cards
    .flatMap((card) => pricesFor(card, pair, 'match'))
    .flatMap(({ cadence }) => (cadence === 'oneTime' ? [] : [cadence]));
  if (cadences.length === 0) return isBuyableIn(pair);
  return cadences.some((cadence) => isBuyableIn({ currency: pair.currency, cadence }));
}
