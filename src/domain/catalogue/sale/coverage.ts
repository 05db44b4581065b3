import type { PolicyValue } from '../../policy/policy.ts';
import type { Issue } from '../../refusal.ts';
import { quoted } from '../../refusals/words.ts';
import type { AddOnVersion, BaseVersion } from '../model/offering.ts';
import { describePair } from '../model/price-lookup.ts';
import { isPricedFor, salePairs } from '../model/sale-pairs.ts';

/**
 * The sale pairs of a base for which an add-on has no price, one issue for each (rules 1-15, 2-13 to 2-15). Pass the add-on with the
 * prices of its link (`applyLinkPrices`). Pointers are into the add-on.
 * @rule 1-15, 2-13
 */
export function coverageIssues(base: BaseVersion, addOn: AddOnVersion, policy: PolicyValue<'cadence'>): readonly Issue[] {
  const pairs = salePairs(base);
  return addOn.rateCards.flatMap((card, index) => {
    if (card.prices.length === 0) return [];
    return pairs
      .filter((pair) => !isPricedFor(card, pair, policy))
      .map((pair) => ({
        pointer: `/rateCards/${index}/prices`,
        code: 'price_missing_for_plan',
        detail: `The rate card ${quoted(card.key)} of the add-on ${quoted(addOn.key)} has no price for ${quoted(base.key)} in ${describePair(pair)}.`,
      }));
  });
}
