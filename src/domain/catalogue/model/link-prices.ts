import type { AddOnVersion, PlanAddOn } from './offering.ts';
import { describePair } from './price-lookup.ts';
import { editableFields, defaultTerms, type PricePoint, type RateCard } from './rate-card.ts';
import { isOnSale } from './sale-pairs.ts';

/**
 * Applies the prices of a link to the add-on that it sells: in each rate card, a price of the link replaces the add-on's own prices
 * of the same currency and cadence, or is added if there are none. A link price states money terms only; it has the texts and the tax of
 * the price that it replaces, else the default ones. It is for sale even if that price is archived.
 */
export function applyLinkPrices(addOn: AddOnVersion, { prices }: PlanAddOn): AddOnVersion {
  if (prices.length === 0) return addOn;
  const byCard = Map.groupBy(prices, ({ rateCardKey }) => rateCardKey);
  const rateCards = addOn.rateCards.map((card) => {
    const ofCard = byCard.get(card.key);
    return ofCard === undefined
      ? card
      : withPrices(
          card,
          ofCard.map(({ price }) => price),
        );
  });
  return { ...addOn, rateCards };
}

function withPrices(card: RateCard, linkPrices: readonly PricePoint[]): RateCard {
  const byPair = new Map<string, readonly PricePoint[]>(Map.groupBy(card.prices, describePair));
  for (const price of linkPrices)
    byPair.set(describePair(price), [withEditableFields(price, byPair.get(describePair(price)) ?? [])]);
  return { ...card, prices: [...byPair.values()].flat() };
}

function withEditableFields(price: PricePoint, replaced: readonly PricePoint[]): PricePoint {
  const like = replaced.find(isOnSale) ?? replaced[0];
  const { presentation, tax } = like === undefined ? defaultTerms : editableFields(like);
  return { ...price, presentation, tax, archived: false };
}
