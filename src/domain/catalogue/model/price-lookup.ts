import type { Issue } from '../../refusal.ts';
import { quoted } from '../../refusals/words.ts';
import { type Cadence, describeCadence, sameCadence } from '../../time/cadence.ts';
import { whyNotChargeable } from './chargeability.ts';
import type { OfferingVersion } from './offering.ts';
import type { PriceCadence, PricePoint, RateCard } from './rate-card.ts';

/** The currency and cadence of a subscription: prices must match both exactly (semantics row 9, `match`). */
export interface PriceQuery {
  readonly currency: string;
  readonly cadence: Cadence;
}

/**
 * Finds the price of a rate card for a currency and cadence: the one on sale, else an archived one, which existing subscribers
 * keep. The one-time price of a card that is charged once fits every cadence (semantics row 9).
 * @rule 2-14, 2-15
 */
export function findPrice(card: RateCard, { currency, cadence }: PriceQuery): PricePoint | undefined {
  const once = isSoldOnce(card);
  const fitting = card.prices.filter(
    (price) => price.currency === currency && (once || (price.cadence !== 'oneTime' && sameCadence(price.cadence, cadence))),
  );
  return fitting.find(({ archived }) => !archived) ?? fitting[0];
}

/**
 * Whether a rate card is charged once. A rate card with a recurring price recurs, also if it has a one-time price. Archived prices
 * count, so that archiving one never changes how an existing subscription pays (ADR 0053).
 */
export const isSoldOnce = ({ prices }: RateCard): boolean =>
  prices.length > 0 && prices.every(({ cadence }) => cadence === 'oneTime');

/** Whether the offering has a recurring price for a currency and cadence. */
export const isRecurring = ({ rateCards }: OfferingVersion, query: PriceQuery): boolean =>
  rateCards.some((card) => !isSoldOnce(card) && findPrice(card, query) !== undefined);

/** One issue for each rate card that has prices, but none on sale for the currency and cadence. */
export const missingPriceIssues = (version: OfferingVersion, query: PriceQuery): readonly Issue[] =>
  version.rateCards.flatMap((card) => {
    const price = findPrice(card, query);
    if (card.prices.length === 0 || (price !== undefined && !price.archived)) return [];
    const wanted = isSoldOnce(card) ? query.currency : describePair(query);
    const detail = `The rate card ${quoted(card.key)} of ${quoted(version.key)} has no price in ${wanted}.`;
    return [{ code: 'price_not_found', pointer: '', detail }];
  });

/** One issue for each rate card whose price for the currency and cadence cannot be charged yet. */
export const notChargeableIssues = (version: OfferingVersion, query: PriceQuery): readonly Issue[] =>
  version.rateCards.flatMap((card) => {
    const price = findPrice(card, query);
    const reason = price === undefined ? null : whyNotChargeable(price);
    if (reason === null) return [];
    return [{ code: 'price_not_chargeable', pointer: '', detail: `${quoted(version.key)} cannot be bought. ${reason.detail}` }];
  });

/** The price of each rate card for a currency and cadence; cards without one are skipped. */
export const pricesAt = ({ rateCards }: OfferingVersion, query: PriceQuery): readonly PricePoint[] =>
  rateCards.flatMap((card) => findPrice(card, query) ?? []);

/** The ids of those prices. A purchase pins them (semantics §9, ADR 0028). */
export const priceIdsAt = (version: OfferingVersion, query: PriceQuery): readonly string[] =>
  pricesAt(version, query).map(({ id }) => id);

/**
 * The offering with only the prices that a purchase pinned, so that archiving or unarchiving a price affects no subscription
 * (rule 3-43, semantics §9).
 * @rule 3-43
 */
export const keepPinnedPrices = <V extends OfferingVersion>(version: V, priceIds: readonly string[]): V => ({
  ...version,
  rateCards: version.rateCards.map((card) => ({ ...card, prices: card.prices.filter(({ id }) => priceIds.includes(id)) })),
});

/** Whether a price counts units, so that an order needs a quantity. */
export const hasUnitBasedPrice = (prices: readonly Pick<PricePoint, 'model'>[]): boolean =>
  prices.some(({ model }) => model !== 'flat' && model !== 'percentage');

/** A cadence in words; `once` for a one-time price. */
export const describePriceCadence = (cadence: PriceCadence): string =>
  cadence === 'oneTime' ? 'once' : describeCadence(cadence);

/** A currency and a cadence in a sentence: `USD per month`, `USD once`. */
export const describePair = ({ currency, cadence }: { readonly currency: string; readonly cadence: PriceCadence }): string =>
  cadence === 'oneTime' ? `${currency} once` : `${currency} per ${describeCadence(cadence)}`;
