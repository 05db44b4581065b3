import type { PolicyValue } from '../../policy/policy.ts';
import { cadencesFit } from './cadence-fit.ts';
import type { BaseVersion } from './offering.ts';
import { describePriceCadence, isSoldOnce } from './price-lookup.ts';
import type { PriceCadence, PricePoint, RateCard } from './rate-card.ts';

/** A currency and cadence in which a base can be bought; `oneTime` if it has no recurring price. */
export interface SalePair {
  readonly currency: string;
  readonly cadence: PriceCadence;
}

/** Whether a price can be bought: archived ones cannot. @rule 3-44 */
export const isOnSale = ({ archived }: PricePoint): boolean => !archived;

/** The pairs in which a base can be bought: each rate card with prices, of any phase, has one on sale for the pair. */
export function salePairs({ rateCards }: BaseVersion): readonly SalePair[] {
  const priced = rateCards.filter(({ prices }) => prices.length > 0);
  const onSale = priced.flatMap(({ prices }) => prices.filter(isOnSale));
  const recurring = onSale.filter(({ cadence }) => cadence !== 'oneTime');
  const candidates = new Map<string, SalePair>();
  for (const { currency, cadence } of recurring.length > 0 ? recurring : onSale)
    candidates.set(`${currency} ${describePriceCadence(cadence)}`, { currency, cadence });
  return [...candidates.values()].filter((pair) => priced.every((card) => isPricedFor(card, pair, 'match')));
}

/**
 * The prices on sale of a rate card for a pair. If the card or the base has no recurring price, only the currency must match:
 * one-time prices are exempt from the cadence rule (semantics row 9).
 */
export function pricesFor(card: RateCard, pair: SalePair, policy: PolicyValue<'cadence'>): readonly PricePoint[] {
  const isOneTime = isSoldOnce(card);
  return card.prices.filter((price) => {
    if (!isOnSale(price) || price.currency !== pair.currency) return false;
    if (isOneTime || pair.cadence === 'oneTime') return true;
    return price.cadence !== 'oneTime' && cadencesFit(policy, price.cadence, pair.cadence);
  });
}

/** Whether a rate card has a price on sale for a pair. */
export const isPricedFor = (card: RateCard, pair: SalePair, policy: PolicyValue<'cadence'>): boolean =>
  pricesFor(card, pair, policy).length > 0;
