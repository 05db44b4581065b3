import { invariant } from '../../invariant.ts';
import type { OfferingVersion } from './offering.ts';
import { phasesOf } from './phase-cards.ts';
import type { RateCard } from './rate-card.ts';

/** A rate card with its JSON pointer into the offering on the wire: `/rateCards/1`, or `/phases/0/rateCards/1`. */
export interface PlacedCard {
  readonly card: RateCard;
  readonly pointer: string;
}

/**
 * The rate cards of a version in order, each with its pointer. Throws InvariantError if a card names an unknown phase, which the
 * wire cannot state: there cards are nested in their phase.
 */
export function placedCards(version: OfferingVersion): readonly PlacedCard[] {
  const places = new Map(phasesOf(version).map(({ key }, index) => [key, `/phases/${index}/rateCards`]));
  const counts = new Map<string | null, number>();
  return version.rateCards.map((card) => {
    const list = card.phase === null ? '/rateCards' : places.get(card.phase);
    invariant(list, `the rate card ${card.key} of ${version.key} is of a known phase`);
    const index = counts.get(card.phase) ?? 0;
    counts.set(card.phase, index + 1);
    return { card, pointer: `${list}/${index}` };
  });
}
