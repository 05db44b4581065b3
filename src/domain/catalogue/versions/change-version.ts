import type { OfferingVersion, PlanAddOn, PlanPhase } from '../model/offering.ts';
import type { RateCard } from '../model/rate-card.ts';
import type { AddOnContents, PlanContents } from './draft.ts';

/** The changes for a next version. What is null or absent stays. */
export interface VersionChanges {
  readonly fields: Partial<Omit<PlanContents & AddOnContents, 'rateCards' | 'phases'>>;
  /** The rate cards of every phase. */
  readonly rateCards: readonly RateCard[] | null;
  /** The phases of a plan with their rate cards. */
  readonly phases: { readonly phases: readonly PlanPhase[]; readonly rateCards: readonly RateCard[] } | null;
  /** Links are not applied here; each is checked on its own. */
  readonly addOns: readonly PlanAddOn[] | null;
}

/**
 * Applies changes to the newest version, except its links. `phases` replaces the phases and their rate cards; `rateCards` replaces
 * the rate cards of every phase only.
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
