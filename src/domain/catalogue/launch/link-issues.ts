import { type PolicySources, resolvePolicy } from '../../policy/policy.ts';
import { ownValue } from '../../own-value.ts';
import type { Issue } from '../../refusal.ts';
import { addOnNotLaunched } from '../../refusals/add-ons.ts';
import { quoted } from '../../refusals/words.ts';
import { coverageIssues } from '../sale/coverage.ts';
import { extendabilityIssues } from './extendability.ts';
import type { LaunchFacts } from '../model/launch-facts.ts';
import { type LinkedAddOn, policySourcesOfLink } from '../model/linked-add-on.ts';
import { linkedPriceIssues, linkPriceIssues, linkPriceKeyIssues } from './link-price-issues.ts';
import { applyLinkPrices } from '../model/link-prices.ts';
import type { AddOnVersion, BaseVersion, PlanAddOn } from '../model/offering.ts';
import { cadencePolicyIssues, mandatoryPriceIssues } from './not-yet-sellable.ts';
import { purchaseCadenceIssues } from './purchase-cadence.ts';
import { isOnSale } from '../model/sale-pairs.ts';

/** The issues of the links of a base. Pointers are to the link. */
export const linkIssues = (base: BaseVersion, facts: LaunchFacts): readonly Issue[] => [
  ...base.addOns.flatMap((link, index) => {
    const pointer = `/addOns/${index}/addOnKey`;
    const addOn = ownValue(facts.addOns, link.addOnKey);
    const phase = fromPhaseIssues(base, link, `/addOns/${index}/fromPhase`);
    if (addOn === undefined)
      return [...phase, { pointer, code: 'add_on_not_launched', detail: addOnNotLaunched(link).error.message }];
    const earlier = base.addOns.slice(0, index);
    const found = pairIssues({ base, link, addOn }, earlier, facts);
    const prices = linkPriceIssues({ base, link, addOn }, facts);
    return [
      ...phase,
      ...found.map((issue) => ({ ...issue, pointer })),
      ...prices.map((issue) => ({ ...issue, pointer: `/addOns/${index}${issue.pointer}` })),
    ];
  }),
  ...linkPriceKeyIssues(base),
  ...purchaseCadenceIssues(base, facts),
];

/** The issues of a new version of an add-on with the bases on sale that link it. Pointers are into the add-on. */
export const linkedByIssues = (addOn: AddOnVersion, facts: LaunchFacts): readonly Issue[] =>
  facts.linkedBy.flatMap((base) => {
    const link = base.addOns.find(({ addOnKey }) => addOnKey === addOn.key);
    if (link === undefined) return [];
    const linked = { base, link, addOn };
    return [...pairIssues(linked, base.addOns, facts), ...linkedPriceIssues(linked, facts), ...cadenceIssuesOf(linked, facts)];
  });

/** With a new version of an add-on, the add-ons of a base without recurring prices may have no common cadence. */
const cadenceIssuesOf = ({ base, addOn }: LinkedAddOn, facts: LaunchFacts): readonly Issue[] =>
  purchaseCadenceIssues(base, { ...facts, addOns: { ...facts.addOns, [addOn.key]: addOn } }).map((issue) => ({
    ...issue,
    pointer: '/rateCards',
  }));

/** The issues of an add-on with its base and the `others` linked by the base. Pointers are into the add-on. */
function pairIssues(linked: LinkedAddOn, others: readonly PlanAddOn[], facts: LaunchFacts): readonly Issue[] {
  const { base, link, addOn } = linked;
  const sources = policySourcesOfLink(linked, facts.tenantPolicies);
  const cadence = resolvePolicy('cadence', sources).value;
  return [
    ...restrictionIssues(linked),
    ...oneTimeIssues(linked, sources),
    ...coverageIssues(base, applyLinkPrices(addOn, link), cadence),
    ...cadencePolicyIssues(linked, cadence),
    ...mandatoryPriceIssues(linked),
    ...extendabilityIssues(addOn, base),
    ...otherMandatoryAddOns(link, others, facts).flatMap((other) => extendabilityIssues(addOn, other)),
  ];
}

/** The other mandatory add-ons, which always accompany a mandatory one. */
const otherMandatoryAddOns = (
  link: PlanAddOn,
  others: readonly PlanAddOn[],
  { addOns }: LaunchFacts,
): readonly AddOnVersion[] =>
  others.flatMap(({ addOnKey, requirement }) => {
    if (link.requirement !== 'mandatory' || requirement !== 'mandatory' || addOnKey === link.addOnKey) return [];
    return ownValue(addOns, addOnKey) ?? [];
  });

/** The restriction of an add-on to plans (rule 4-19). */
const restrictionIssues = ({ base, addOn }: LinkedAddOn): readonly Issue[] =>
  addOn.restrictions.plans === null || addOn.restrictions.plans.includes(base.key)
    ? []
    : [
        {
          pointer: '/restrictions/plans',
          code: 'add_on_restricted',
          detail: `The add-on ${quoted(addOn.key)} is not sold with ${quoted(base.key)}: add this plan to its \`restrictions\`.`,
        },
      ];

/**
 * One-time prices that the add-on may have but the link or the base forbids, unless a price of the link replaces them.
 * @rule 2-17
 */
function oneTimeIssues({ base, link, addOn }: LinkedAddOn, sources: PolicySources): readonly Issue[] {
  if (base.kind === 'singlePurchase' || resolvePolicy('oneTime.allowed', sources).value === 'true') return [];
  const own = new Set(addOn.rateCards.flatMap(({ prices }) => prices));
  return applyLinkPrices(addOn, link).rateCards.flatMap(({ prices }, index) =>
    prices.some((price) => own.has(price) && isOnSale(price) && price.cadence === 'oneTime')
      ? [
          {
            pointer: `/rateCards/${index}/prices`,
            code: 'one_time_not_allowed',
            detail: `The add-on ${quoted(addOn.key)} has a one-time price, which the policy \`oneTime.allowed\` forbids on ${quoted(base.key)}.`,
          },
        ]
      : [],
  );
}

/** Rule 1-14: the phase in which an add-on starts must exist; a single purchase has none. */
function fromPhaseIssues(base: BaseVersion, { fromPhase }: PlanAddOn, pointer: string): readonly Issue[] {
  const phases = base.kind === 'plan' ? base.phases : [];
  if (fromPhase === null || phases.some(({ key }) => key === fromPhase)) return [];
  return [
    {
      pointer,
      code: 'phase_not_found',
      detail: `${quoted(base.key)} has no phase ${quoted(fromPhase)}: name another one in \`fromPhase\`.`,
    },
  ];
}
