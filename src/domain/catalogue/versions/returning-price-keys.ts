import { linksIn } from './carry-link-prices.ts';
import type { OfferingVersion, PlanAddOn } from '../model/offering.ts';
import type { PricePoint, RateCard } from '../model/rate-card.ts';

/** The versions of an offering that the prices of its next one are held against. */
interface CurrentVersions {
  readonly launched: OfferingVersion | null;
  readonly latest: OfferingVersion;
}

/** The prices that a next version states: its own, and those of its links. */
export interface StatedPrices {
  readonly rateCards?: readonly RateCard[];
  readonly addOns?: readonly PlanAddOn[];
}

/**
 * The keys of stated prices that are new or come back from an earlier version: own ones that the newest version lacks, and ones of
 * links that neither the newest version nor the one on sale has in a link. One that moves between the two is among them, since
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
