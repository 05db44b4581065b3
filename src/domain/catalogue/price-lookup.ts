import type { Issue } from '../refusal.ts';
import { type Cadence, describeCadence, sameCadence } from '../time/cadence.ts';
import type { OfferingVersion } from './offering.ts';
import type { PriceCadence, PricePoint, RateCard } from './rate-card.ts';

/** What a subscription is billed in: prices must match both exactly (semantics row 9, `match`). */
export interface PriceQuery {
  readonly currency: string;
  readonly cadence: Cadence;
}

/** The price point of a rate card for a currency and cadence: the one for sale, else an archived one, which its payers keep. */
export function findPrice(card: RateCard, { currency, cadence }: PriceQuery): PricePoint | undefined {
  const fitting = card.prices.filter(
    (price) => price.currency === currency && price.cadence !== 'oneTime' && sameCadence(price.cadence, cadence),
  );
  return fitting.find(({ presentation }) => !presentation.archived) ?? fitting[0];
}

/** Why something new cannot be sold at a currency and cadence: one issue for each rate card with prices but none that fits. */
export const missingPrices = (version: OfferingVersion, query: PriceQuery): readonly Issue[] =>
  version.rateCards.flatMap((card) => {
    // What is sold once has no cadence to fit.
    const priced = card.prices.filter(({ cadence, currency }) => cadence !== 'oneTime' || currency !== query.currency);
    if (priced.length < card.prices.length || priced.length === 0) return [];
    const price = findPrice(card, query);
    if (price !== undefined && !price.presentation.archived) return [];
    const wanted = `${query.currency} per ${describeCadence(query.cadence)}`;
    return [
      { code: 'price_not_found', pointer: '', detail: `${version.key}: the rate card ${card.key} has no price in ${wanted}` },
    ];
  });

/**
 * Why what is sold cannot be charged: prices that are charged once, at the end of a period, by usage, or for a number of cycles
 * are kept in the catalogue, and are not for subscriptions yet. Better refused than never charged.
 */
export const unchargeablePrices = (version: OfferingVersion, query: PriceQuery): readonly Issue[] =>
  version.rateCards.flatMap((card) => {
    const priced = findPrice(card, query) ?? card.prices.find(({ currency }) => currency === query.currency);
    const reason = priced && reasonNotChargeable(priced);
    if (!reason) return [];
    return [{ code: 'price_not_chargeable', pointer: '', detail: `${version.key}: the price ${priced.key} is ${reason}` }];
  });

function reasonNotChargeable({ cadence, timing, usageOf, cycles, trialDays, adjustments }: PricePoint): string | null {
  if (cadence === 'oneTime') return 'charged once';
  if (timing === 'inArrears') return 'charged in arrears';
  if (usageOf !== null) return `charged by the usage of ${usageOf}`;
  if (cycles !== null) return `limited to ${cycles} billing cycles`;
  if (trialDays > 0) return 'sold with a trial of its own';
  return adjustments.discounts.some((discount) => discount.cycles !== null) ? 'discounted for some cycles only' : null;
}

/** Whether the offering is sold by the unit, so that somebody has to say how many. */
export const isUnitBased = (version: OfferingVersion): boolean =>
  version.rateCards.some((card) => card.prices.some(({ model }) => model !== 'flat' && model !== 'percentage'));

/** A cadence in words; `once` for a price that is charged once. */
export const describePriceCadence = (cadence: PriceCadence): string =>
  cadence === 'oneTime' ? 'once' : describeCadence(cadence);
