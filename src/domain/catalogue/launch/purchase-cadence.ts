import { ownValue } from '../../own-value.ts';
import type { Issue } from '../../refusal.ts';
import { quoted, quotedList } from '../../refusals/words.ts';
import type { LaunchFacts } from '../model/launch-facts.ts';
import { applyLinkPrices } from '../model/link-prices.ts';
import type { BaseVersion, PlanAddOn } from '../model/offering.ts';
import { isSoldOnce } from '../model/price-lookup.ts';
import type { RateCard } from '../model/rate-card.ts';
import { isOnSale, isPricedFor, salePairs } from '../model/sale-pairs.ts';

/**
 * The links of a base without recurring prices, such as a single purchase, whose add-ons nobody could buy (rules 0-2, 2-13). The
 * buyer chooses the cadence of the add-ons, so each add-on must share a cadence with the mandatory ones, in each currency of the
 * base. Pointers are to the link.
 */
export function purchaseCadenceIssues(base: BaseVersion, facts: LaunchFacts): readonly Issue[] {
  const currencies = salePairs(base).flatMap(({ currency, cadence }) => (cadence === 'oneTime' ? [currency] : []));
  return base.addOns.flatMap((link, index) => {
    const beside = base.addOns.filter((other) => other === link || other.requirement === 'mandatory');
    const cards = beside.flatMap((each) => recurringCards(each, facts));
    return currencies.flatMap((currency) =>
      isSharedIn(currency, cards)
        ? []
        : [
            {
              pointer: `/addOns/${index}/addOnKey`,
              code: 'no_common_cadence',
              detail: `With ${quoted(base.key)} there is no cadence in which ${namesOf(beside)} all have a price in ${currency}: add one.`,
            },
          ],
    );
  });
}

function recurringCards(link: PlanAddOn, { addOns }: LaunchFacts): readonly RateCard[] {
  const addOn = ownValue(addOns, link.addOnKey);
  if (addOn === undefined) return [];
  return applyLinkPrices(addOn, link).rateCards.filter((card) => card.prices.length > 0 && !isSoldOnce(card));
}

/** Cards without any price in the currency are reported separately. */
function isSharedIn(currency: string, cards: readonly RateCard[]): boolean {
  const priced = cards.map(({ prices }) => prices.filter((price) => isOnSale(price) && price.currency === currency));
  if (priced.some((prices) => prices.length === 0)) return true;
  const cadences = priced.flat().map(({ cadence }) => cadence);
  return (
    cards.length === 0 ||
    cadences.some(
      (cadence) => cadence !== 'oneTime' && cards.every((card) => isPricedFor(card, { currency, cadence }, 'match')),
    )
  );
}

const namesOf = (links: readonly PlanAddOn[]): string => quotedList(links.map(({ addOnKey }) => addOnKey));
