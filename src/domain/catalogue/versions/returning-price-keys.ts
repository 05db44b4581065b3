import { linksIn } from './carry-link-prices.ts';
import type { OfferingVersion, PlanAddOn } from '../model/offering.ts';
import type { PricePoint, RateCard } from '../model/rate-card.ts';

/** The current versions of an offering. */
interface CurrentVersions {
  readonly launched: OfferingVersion | null;
  readonly latest: OfferingVersion;
}

/** The prices of the next version: its own, and those of its links. */
export interface StatedPrices {
  readonly rateCards?: readonly RateCard[];
  readonly addOns?: readonly PlanAddOn[];
}

/**
 * The keys of prices that are new or return from an earlier version: own prices that the newest version lacks, and link prices
 * that neither the newest version nor the one on sale has in a link. Includes a key that moves between the two, since
 * price keys are unique over both.
 */
export function returningPriceKeys(
  { launched, latest }: CurrentVersions,
  { rateCards = [], addOns = [] }: StatedPrices,
): readonly string[] {
  return [
    ...absentKeys(ownPrices(latest.rateCards), ownPrices(rateCards)),
    ...absentKeys(pricesOfLinks(linksIn([launched, latest])), pricesOfLinks(addOns)),
  ];
}

const ownPrices = (cards: readonly RateCard[]): readonly PricePoint[] => cards.flatMap(({ prices }) => prices);

const pricesOfLinks = (links: readonly PlanAddOn[]): readonly PricePoint[] =>
  links.flatMap(({ prices }) => prices.map(({ price }) => price));

function absentKeys(known: readonly PricePoint[], stated: readonly PricePoint[]): readonly string[] {
  const keys = new Set(known.map(({ key }) => key));
  return stated.flatMap(({ key }) => (keys.has(key) ? [] : [key]));
}
