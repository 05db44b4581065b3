import type { Issue } from '../../refusal.ts';
import { type Cadence, describeCadence, sameCadence } from '../../time/cadence.ts';
import { whyNotChargeable } from './chargeability.ts';
import type { OfferingVersion } from './offering.ts';
import type { PriceCadence, PricePoint, RateCard } from './rate-card.ts';

/** What a subscription is billed in: prices must match both exactly (semantics row 9, `match`). */
export interface PriceQuery {
  readonly currency: string;
  readonly cadence: Cadence;
}

/**
 * The price point of a rate card for a currency and cadence: the one for sale, else an archived one, which its payers keep. A card
 * that is sold once has its one-time price at every cadence (semantics row 9).
 * @rule 2-14, 2-15
 */
export function findPrice(card: RateCard, { currency, cadence }: PriceQuery): PricePoint | undefined {
  const once = isSoldOnce(card);
  const fitting = card.prices.filter(
    (price) => price.currency === currency && (once || (price.cadence !== 'oneTime' && sameCadence(price.cadence, cadence))),
  );
  return fitting.find(({ presentation }) => !presentation.archived) ?? fitting[0];
}

/**
 * Whether a rate card is charged once and for all. Beside a recurring price a one-time price is another way to buy the same, for
 * which nothing recurs; archived prices count, so that archiving one never turns what somebody pays into something else.
 */
export const isSoldOnce = ({ prices }: RateCard): boolean =>
  prices.length > 0 && prices.every(({ cadence }) => cadence === 'oneTime');

/** Whether anything of the offering is charged again and again in a currency and cadence. */
export const isRecurring = ({ rateCards }: OfferingVersion, query: PriceQuery): boolean =>
  rateCards.some((card) => !isSoldOnce(card) && findPrice(card, query) !== undefined);

/** Why something new cannot be sold at a currency and cadence: one issue for each rate card with prices but none that fits. */
export const missingPrices = (version: OfferingVersion, query: PriceQuery): readonly Issue[] =>
  version.rateCards.flatMap((card) => {
    const price = findPrice(card, query);
    if (card.prices.length === 0 || (price !== undefined && !price.presentation.archived)) return [];
    const wanted = isSoldOnce(card) ? query.currency : `${query.currency} per ${describeCadence(query.cadence)}`;
    return [
      { code: 'price_not_found', pointer: '', detail: `${version.key}: the rate card ${card.key} has no price in ${wanted}` },
    ];
  });

/** Why what is sold cannot be charged yet: one issue for each rate card whose price is of a kind that no subscription takes. */
export const unchargeablePrices = (version: OfferingVersion, query: PriceQuery): readonly Issue[] =>
  version.rateCards.flatMap((card) => {
    const price = findPrice(card, query);
    const reason = price === undefined ? null : whyNotChargeable(price);
    return reason === null ? [] : [{ code: 'price_not_chargeable', pointer: '', detail: `${version.key}: ${reason.detail}` }];
  });

/** What an offering costs at a currency and cadence: the price of each rate card that has one. */
export const pricesAt = ({ rateCards }: OfferingVersion, query: PriceQuery): readonly PricePoint[] =>
  rateCards.flatMap((card) => findPrice(card, query) ?? []);

/** The ids of those prices: what is pinned when something is bought (semantics §9). */
export const priceIdsAt = (version: OfferingVersion, query: PriceQuery): readonly string[] =>
  pricesAt(version, query).map(({ id }) => id);

/**
 * An offering as it was bought: each rate card with the prices that were pinned then and no other, so that archiving a price or
 * taking one out of the archive moves nobody to another (rule 3-43, semantics §9).
 * @rule 3-43
 */
export const boughtAt = <V extends OfferingVersion>(version: V, priceIds: readonly string[]): V => ({
  ...version,
  rateCards: version.rateCards.map((card) => ({ ...card, prices: card.prices.filter(({ id }) => priceIds.includes(id)) })),
});

/** Whether anything is sold by the unit at these prices, so that somebody has to say how many. */
export const areUnitBased = (prices: readonly Pick<PricePoint, 'model'>[]): boolean =>
  prices.some(({ model }) => model !== 'flat' && model !== 'percentage');

/** A cadence in words; `once` for a price that is charged once. */
export const describePriceCadence = (cadence: PriceCadence): string =>
  cadence === 'oneTime' ? 'once' : describeCadence(cadence);
