import type { PolicyValue } from '../../policy/policy.ts';
import { ownValue } from '../../own-value.ts';
import type { Issue } from '../../refusal.ts';
import { quoted } from '../../refusals/words.ts';
import { type Cadence, sameCadence } from '../../time/cadence.ts';
import { isMonthlyOrShorter } from '../model/cadence-fit.ts';
import type { LaunchFacts } from '../model/launch-facts.ts';
import type { UnitNames } from '../model/offering.ts';
import { describePriceCadence } from '../model/price-lookup.ts';
import type { PricePoint, RateCard } from '../model/rate-card.ts';
import { isOnSale } from '../model/sale-pairs.ts';

/** What the prices of an offering are checked against. */
export interface PriceRules {
  readonly facts: Pick<LaunchFacts, 'features' | 'billingFrequencies'>;
  readonly offeringUnit: UnitNames | null;
  readonly oneTimeAllowed: PolicyValue<'oneTime.allowed'>;
  readonly arrearsMaxCadence: PolicyValue<'arrears.maxCadence'>;
}

/** An issue of a price: `field` is the one to correct. */
type Finding = { readonly field: string; readonly code: string; readonly detail: string };

/** The issues of the prices of a card on sale; `pointer` is to its list of prices. Ignores archived prices. */
export const priceIssues = (card: RateCard, pointer: string, rules: PriceRules): readonly Issue[] =>
  card.prices.flatMap((price, index) =>
    isOnSale(price) ? pricePointIssues(card, price, { pointer: `${pointer}/${index}`, rules }) : [],
  );

/** The issues of one price of a card; `pointer` is to the price. */
export const pricePointIssues = (
  card: RateCard,
  price: PricePoint,
  { pointer, rules }: { readonly pointer: string; readonly rules: PriceRules },
): readonly Issue[] => findings(card, price, rules).map(({ field, ...issue }) => toIssue(`${pointer}/${field}`, issue));

const toIssue = (pointer: string, issue: Omit<Finding, 'field'>): Issue => ({ pointer, ...issue });

const findings = (card: RateCard, price: PricePoint, rules: PriceRules): readonly Finding[] => [
  ...unitFindings(card, price, rules),
  ...(price.cadence === 'oneTime' ? oneTimeFindings(price, rules) : recurringFindings(price, price.cadence, rules)),
  ...usageFindings(price, rules),
];

/** A price per unit needs a unit name, on the offering or on the feature. @rule 2-2 */
function unitFindings(card: RateCard, price: PricePoint, { facts, offeringUnit }: PriceRules): readonly Finding[] {
  if (price.model === 'flat' || price.model === 'percentage' || offeringUnit !== null) return [];
  const keys = [card.featureKey, price.usageOf].filter((key) => key !== null);
  if (keys.some((key) => (ownValue(facts.features, key)?.unit ?? null) !== null)) return [];
  const detail = `The price ${quoted(price.key)} is per unit: name the \`unit\`, singular and plural, on the offering or on the feature.`;
  return [{ field: 'model', code: 'unit_names_required', detail }];
}

/** Semantics rows 15, 24, 25: a one-time price has no cycles, no trial and no charge in arrears. @rule 2-17 */
function oneTimeFindings(price: PricePoint, { oneTimeAllowed }: PriceRules): readonly Finding[] {
  const recurringOnly = (field: string, forbidden: string): Finding => ({
    field,
    code: 'recurring_required',
    detail: `The price ${quoted(price.key)} is charged once, so it cannot ${forbidden}.`,
  });
  return [
    ...(oneTimeAllowed === 'true'
      ? []
      : [
          {
            field: 'cadence',
            code: 'one_time_not_allowed',
            detail: `The price ${quoted(price.key)} is one-time, which the policy \`oneTime.allowed\` forbids.`,
          },
        ]),
    ...(price.timing === 'inArrears' ? [recurringOnly('timing', 'be in arrears')] : []),
    ...(price.cycles === null ? [] : [recurringOnly('cycles', 'be limited to billing cycles')]),
    ...(price.trialDays > 0 ? [recurringOnly('trialDays', 'have a trial')] : []),
  ];
}

/**
 * Checks the tenant's frequencies, fixed charges in arrears, and the number of cycles.
 * @rule 0-23, 3-3, 3-46
 */
function recurringFindings(price: PricePoint, cadence: Cadence, rules: PriceRules): readonly Finding[] {
  const found: Finding[] = [];
  const frequencies = rules.facts.billingFrequencies ?? [];
  const often = describePriceCadence(cadence);
  if (frequencies.length > 0 && !frequencies.some((each) => sameCadence(each, cadence)))
    found.push({
      field: 'cadence',
      code: 'frequency_not_configured',
      detail: `The price ${quoted(price.key)} is per ${often}: choose one of the configured billing frequencies.`,
    });
  const isFixedArrears = price.timing === 'inArrears' && price.usageOf === null;
  if (isFixedArrears && rules.arrearsMaxCadence === 'month' && !isMonthlyOrShorter(cadence))
    found.push({
      field: 'timing',
      code: 'arrears_too_long',
      detail: `The price ${quoted(price.key)} is fixed and per ${often}: in arrears it must be monthly or shorter.`,
    });
  if (price.cycles !== null && (!Number.isInteger(price.cycles) || price.cycles < 1))
    found.push({
      field: 'cycles',
      code: 'cycles_invalid',
      detail: `The price ${quoted(price.key)} needs a whole number of billing cycles from 1.`,
    });
  return found;
}

/**
 * A dynamic price needs a metered feature; a percentage needs usage as its amount.
 * @rule 0-24, 0-25
 */
function usageFindings(price: PricePoint, { facts }: PriceRules): readonly Finding[] {
  if (price.usageOf === null)
    return price.model === 'percentage'
      ? [
          {
            field: 'model',
            code: 'usage_required',
            detail: `The price ${quoted(price.key)} is a percentage: name the feature whose usage it is a share of in \`usageOf\`.`,
          },
        ]
      : [];
  const feature = ownValue(facts.features, price.usageOf);
  if (feature?.kind === 'metered' && feature.hasMeter) return [];
  const detail = `The price ${quoted(price.key)} follows the usage of ${quoted(price.usageOf)}, which must be a metered feature with a meter.`;
  return [{ field: 'usageOf', code: 'metered_feature_required', detail }];
}
