import { type PolicySources, resolvePolicy } from '../../policy/policy.ts';
import { type Issue, accepted, type Result } from '../../refusal.ts';
import { invalidOffering } from '../../refusals/catalogue.ts';
import { nothingToLaunch } from '../../refusals/versions.ts';
import { placedCards } from '../model/card-places.ts';
import { commonPriceIssues } from './common-price.ts';
import type { LaunchFacts } from '../model/launch-facts.ts';
import { linkedByIssues, linkIssues } from './link-issues.ts';
import type { BaseVersion, OfferingVersion } from '../model/offering.ts';
import { unchargeablePriceIssues } from './not-yet-sellable.ts';
import { phaseIssues } from './phase-issues.ts';
import { priceIssues } from './price-issues.ts';
import { keyIssues, rateCardIssues } from './rate-card-issues.ts';
import { isOnSale } from '../model/sale-pairs.ts';

/**
 * Checks whether the newest version of an offering may be launched. Refuses `nothing_to_launch` if it is not a draft, and
 * `invalid_offering` with all issues, each with its pointer into the offering.
 */
export function checkLaunch(newest: OfferingVersion, facts: LaunchFacts): Result<OfferingVersion> {
  if (newest.status !== 'draft') return nothingToLaunch(newest);
  const issues = launchIssues(newest, facts);
  if (issues.length === 0) return accepted(newest);
  return invalidOffering(issues);
}

function launchIssues(newest: OfferingVersion, facts: LaunchFacts): readonly Issue[] {
  const cards = placedCards(newest);
  const sources: PolicySources = {
    [newest.kind === 'addOn' ? 'addOn' : 'plan']: newest.policies,
    tenant: facts.tenantPolicies,
  };
  const rules = {
    facts,
    offeringUnit: newest.unit,
    oneTimeAllowed: resolvePolicy('oneTime.allowed', sources).value,
    arrearsMaxCadence: resolvePolicy('arrears.maxCadence', sources).value,
  };
  return [
    ...rateCardIssues(cards, facts.features),
    ...cards.flatMap(({ card, pointer }) => priceIssues(card, `${pointer}/prices`, rules)),
    ...keyIssues(cards),
    ...(newest.kind === 'plan' ? phaseIssues(newest.phases) : []),
    ...(newest.kind === 'addOn' ? linkedByIssues(newest, facts) : linkIssues(newest, facts)),
    ...(newest.kind === 'addOn' ? requiredCard(newest) : [...requiredPrice(newest), ...unchargeablePriceIssues(cards)]),
  ];
}

const requiredCard = ({ rateCards }: OfferingVersion): readonly Issue[] =>
  rateCards.length > 0
    ? []
    : [{ pointer: '/rateCards', code: 'rate_card_required', detail: 'An add-on needs a rate card: add one to `rateCards`.' }];

/** A base needs a price in some phase, and a currency and cadence in which all its rate cards can be bought. */
function requiredPrice(base: BaseVersion): readonly Issue[] {
  const prices = base.rateCards.flatMap((card) => card.prices.filter(isOnSale));
  const pointer = '/rateCards';
  if (prices.length === 0) {
    const detail = `A ${base.kind === 'plan' ? 'plan' : 'single purchase'} needs a price: add one to a rate card.`;
    return [{ pointer, code: 'price_required', detail }];
  }
  if (base.kind === 'singlePurchase' && prices.some(({ cadence }) => cadence !== 'oneTime'))
    return [{ pointer, code: 'one_time_required', detail: 'A single purchase is bought once: its prices must be one-time.' }];
  return commonPriceIssues(base);
}
