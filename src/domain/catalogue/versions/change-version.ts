import type { OfferingVersion, PlanAddOn, PlanPhase } from '../model/offering.ts';
import type { RateCard } from '../model/rate-card.ts';
import type { AddOnContents, PlanContents } from './draft.ts';

/** What is different in a next version. What is null or absent is as in the newest one. */
export interface VersionChanges {
  readonly fields: Partial<Omit<PlanContents & AddOnContents, 'rateCards' | 'phases'>>;
  /** The rate cards that hold in every phase. */
  readonly rateCards: readonly RateCard[] | null;
  /** The phases of a plan, and the rate cards of all of them. */
  readonly phases: { readonly phases: readonly PlanPhase[]; readonly rateCards: readonly RateCard[] } | null;
  /** Links are made one by one. */
  readonly addOns: readonly PlanAddOn[] | null;
}

/**
 * The newest version with its changes, but for its links: phases are replaced with their rate cards, and the rate cards of every
 * phase without those of single phases.
 */
export function changeVersion(newest: OfferingVersion, { fields, rateCards, phases }: VersionChanges): OfferingVersion {
  const lasting = rateCards ?? newest.rateCards.filter(({ phase }) => phase === null);
  const phased = phases === null ? newest.rateCards.filter(({ phase }) => phase !== null) : phases.rateCards;
  return {
    ...newest,
    ...fields,
    ...(phases === null ? {} : { phases: phases.phases }),
    ...(rateCards === null && phases === null ? {} : { rateCards: [...lasting, ...phased] }),
  };
}
