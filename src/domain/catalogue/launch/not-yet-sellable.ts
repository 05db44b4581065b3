import { type PolicyValue, resolvePolicy } from '../../policy/policy.ts';
import { ownValue } from '../../own-value.ts';
import type { Issue } from '../../refusal.ts';
import { quoted } from '../../refusals/words.ts';
import { pricedCards } from '../sale/buyable.ts';
import type { PlacedCard } from '../model/card-places.ts';
import { whyNotChargeable } from '../model/chargeability.ts';
import type { LaunchFacts } from '../model/launch-facts.ts';
import type { LinkedAddOn } from '../model/linked-add-on.ts';
import { applyLinkPrices } from '../model/link-prices.ts';
import type { AddOnVersion, BaseVersion, OfferingVersion, PlanAddOn } from '../model/offering.ts';
import { describePair, isSoldOnce } from '../model/price-lookup.ts';
import type { RateCard } from '../model/rate-card.ts';
import { isOnSale, isPricedFor, pricesFor, salePairs } from '../model/sale-pairs.ts';
import type { SaleWarning } from '../sale/sale-warnings.ts';

/** Prices of a plan or single purchase that cannot be charged yet: nobody could buy it, so the launch is refused. */
export const unchargeablePriceIssues = (cards: readonly PlacedCard[]): readonly Issue[] =>
  cards.flatMap(({ card, pointer }) =>
    card.prices.flatMap((price, index) => {
      const reason = isOnSale(price) ? whyNotChargeable(price) : null;
      if (reason === null) return [];
      return [{ pointer: `${pointer}/prices/${index}/${reason.field}`, code: 'price_not_chargeable', detail: reason.detail }];
    }),
  );

/** Prices of a mandatory add-on that would come with its base and cannot be charged yet. Pointers are into the add-on. */
export function mandatoryPriceIssues({ base, link, addOn }: LinkedAddOn): readonly Issue[] {
  if (link.requirement !== 'mandatory') return [];
  return applyLinkPrices(addOn, link).rateCards.flatMap((card, index) =>
    unchargeableOn(base, card).map((detail) => ({
      pointer: `/rateCards/${index}/prices`,
      code: 'price_not_chargeable',
      detail: `${detail} It would come with ${quoted(base.key)}.`,
    })),
  );
}

/** The reasons why the prices of a card that fit the base cannot be charged, each once. */
function unchargeableOn(base: BaseVersion, card: RateCard): readonly string[] {
  const sold = salePairs(base).flatMap((pair) => pricesFor(card, pair, 'match'));
  return [...new Set(sold)].flatMap((price) => whyNotChargeable(price)?.detail ?? []);
}

/**
 * Rate cards that fit a base only by the cadence policies `divides` and `independent` (semantics row 9), which are not built
 * yet. An independent price has its own anchor and invoices even if its cadence is that of the base. Pointers are into the
 * add-on.
 */
export function cadencePolicyIssues({ base, link, addOn }: LinkedAddOn, policy: PolicyValue<'cadence'>): readonly Issue[] {
  if (policy === 'match') return [];
  const pairs = salePairs(base);
  return applyLinkPrices(addOn, link).rateCards.flatMap((card, index) => {
    if (card.prices.length === 0 || isSoldOnce(card)) return [];
    const needing = pairs.filter(
      (pair) => isPricedFor(card, pair, policy) && (policy === 'independent' || !isPricedFor(card, pair, 'match')),
    );
    return needing.map((pair) => ({
      pointer: `/rateCards/${index}/prices`,
      code: 'cadence_not_sellable',
      detail: `The rate card ${quoted(card.key)} of the add-on ${quoted(addOn.key)} fits ${quoted(base.key)} in ${describePair(pair)} only by the policy \`cadence\` = ${quoted(policy)}, which cannot be sold yet.`,
    }));
  });
}

/** The launched prices and add-ons that cannot be bought yet. No offer shows them until then (ADR 0052). */
export const launchWarnings = (version: OfferingVersion, facts: LaunchFacts): readonly SaleWarning[] =>
  version.kind === 'addOn'
    ? addOnWarnings(version, facts)
    : version.addOns.flatMap((link) => linkWarnings(version, link, facts));

function addOnWarnings(addOn: AddOnVersion, { tenantPolicies, linkedBy }: LaunchFacts): readonly SaleWarning[] {
  const bases = linkedBy.map(({ key }) => key);
  const cards = pricedCards(addOn);
  const prices = cards.flatMap((card) => card.prices.filter(isOnSale));
  const policy = resolvePolicy('cadence', { addOn: addOn.policies, tenant: tenantPolicies }).value;
  const isCadenceOpen = policy === 'match' || cards.every(isSoldOnce);
  return [
    ...prices.flatMap((price) => warning('price_not_chargeable', whyNotChargeable(price)?.detail ?? null, bases)),
    ...warning(
      'cadence_not_sellable',
      isCadenceOpen ? null : `${quoted(addOn.key)} sets the policy \`cadence\` to ${quoted(policy)}, which cannot be sold yet.`,
      bases,
    ),
  ];
}

function linkWarnings(base: BaseVersion, link: PlanAddOn, { addOns }: LaunchFacts): readonly SaleWarning[] {
  const addOn = ownValue(addOns, link.addOnKey);
  if (addOn === undefined) return [];
  const reasons = applyLinkPrices(addOn, link).rateCards.flatMap((card) => unchargeableOn(base, card));
  return reasons.flatMap((reason) =>
    warning('price_not_chargeable', `The add-on ${quoted(addOn.key)} is not offered there. ${reason}`, [base.key]),
  );
}

const warning = (code: SaleWarning['code'], detail: string | null, linkedBy: readonly string[]): readonly SaleWarning[] =>
  detail === null ? [] : [{ code, detail, linkedBy }];
