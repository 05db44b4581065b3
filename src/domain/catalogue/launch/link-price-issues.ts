import { resolvePolicy } from '../../policy/policy.ts';
import type { Issue } from '../../refusal.ts';
import { duplicateKeySentence, quoted } from '../../refusals/words.ts';
import type { LaunchFacts } from '../model/launch-facts.ts';
import { type LinkedAddOn, policySourcesOfLink } from '../model/linked-add-on.ts';
import { describePair } from '../model/price-lookup.ts';
import type { BaseVersion, LinkPrice } from '../model/offering.ts';
import { pricePointIssues, type PriceRules } from './price-issues.ts';
import { findRepeated } from '../model/find-repeated.ts';

/**
 * The issues of the prices of a link: a rate card that the add-on lacks, two prices for the same currency and cadence (rule
 * 3-13), and all issues that a price of the add-on could have. Pointers are into the link.
 */
export function linkPriceIssues(linked: LinkedAddOn, facts: LaunchFacts): readonly Issue[] {
  const { link, addOn } = linked;
  const rules = rulesOf(linked, facts);
  const ofEach = link.prices.flatMap(({ rateCardKey, price }, index) => {
    const pointer = `/prices/${index}`;
    const card = addOn.rateCards.find(({ key }) => key === rateCardKey);
    if (card !== undefined) return pricePointIssues(card, price, { pointer, rules });
    const detail = `The add-on ${quoted(addOn.key)} has no rate card ${quoted(rateCardKey)} for the price ${quoted(price.key)}.`;
    return [{ pointer: `${pointer}/rateCardKey`, code: 'rate_card_not_found', detail }];
  });
  return [...ofEach, ...duplicates(link.prices)];
}

/**
 * The issues of a new version of an add-on with the link prices of a base on sale. Ignores frequencies that the tenant configured
 * later. Pointers are into the add-on.
 */
export const linkedPriceIssues = (linked: LinkedAddOn, facts: LaunchFacts): readonly Issue[] =>
  linkPriceIssues(linked, { ...facts, billingFrequencies: null }).map(({ code, detail }) => ({
    pointer: '/rateCards',
    code,
    detail: `On ${quoted(linked.base.key)}: ${detail}`,
  }));

/** Keys of link prices that an earlier link price or a price of the base already has. Pointers are into the base. */
export function linkPriceKeyIssues({ rateCards, addOns }: BaseVersion): readonly Issue[] {
  const own = rateCards.flatMap(({ prices }) => prices.map(({ key }) => ({ key, pointer: null })));
  const ofLinks = addOns.flatMap(({ prices }, at) =>
    prices.map(({ price }, index) => ({ key: price.key, pointer: `/addOns/${at}/prices/${index}/key` })),
  );
  return findRepeated([...own, ...ofLinks], ({ key }) => key).flatMap(({ item: { pointer }, value }) =>
    pointer === null ? [] : [{ pointer, code: 'duplicate_key', detail: duplicateKeySentence('prices', value) }],
  );
}

const duplicates = (prices: readonly LinkPrice[]): readonly Issue[] =>
  findRepeated(prices, ({ rateCardKey, price }) => `${describePair(price)} for the rate card ${quoted(rateCardKey)}`).map(
    ({ index, value }) => ({
      pointer: `/prices/${index}`,
      code: 'duplicate_price',
      detail: `The link has two prices in ${value}: leave one out.`,
    }),
  );

/** One-time prices are always allowed on a single purchase (rule 2-17). */
function rulesOf(linked: LinkedAddOn, facts: LaunchFacts): PriceRules {
  const sources = policySourcesOfLink(linked, facts.tenantPolicies);
  const isBoughtOnce = linked.base.kind === 'singlePurchase';
  return {
    facts,
    offeringUnit: linked.addOn.unit,
    oneTimeAllowed: isBoughtOnce ? 'true' : resolvePolicy('oneTime.allowed', sources).value,
    arrearsMaxCadence: resolvePolicy('arrears.maxCadence', sources).value,
  };
}
