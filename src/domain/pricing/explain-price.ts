import { roundToMoney } from '../money/money.ts';
import type { AppliedAdjustment } from './adjustments.ts';
import type { PriceStep, PriceWorking } from './derive-price.ts';

/**
 * Explains a price with one sentence for each step, in order; the last is the rounding.
 * Example: `Tier 1, up to 5: 5 × 7 = 35.`, `Tier 2, above: 3 × 6 = 18.`, `Together 53.`, `Rounded: 53.00 USD.`
 */
export const explainPrice = (working: PriceWorking, currency: string): readonly string[] => [
  ...explainWorking(working),
  `Rounded: ${roundToMoney(working.exactAmount, currency).amount} ${currency}.`,
];

/** `explainPrice` without the rounding: a line rounds after proration. */
export const explainWorking = ({
  quantity,
  includedUnits,
  steps,
  modelAmount,
  adjustments,
}: PriceWorking): readonly string[] => [
  ...(includedUnits === '0' ? [] : [`Included: ${includedUnits} of ${quantity}.`]),
  ...steps.map(explainStep),
  ...(steps.length === 0 ? ['There is nothing to charge for.'] : []),
  ...(steps.length > 1 ? [`Together ${modelAmount}.`] : []),
  ...adjustments.map(explainAdjustment),
];

function explainStep(step: PriceStep): string {
  const { tier, upTo, units, packages, unitAmount, flatAmount, subtotal } = step;
  if (step.percent !== undefined) return explainShare(step);
  const where = tier === undefined ? '' : `Tier ${tier}, ${upTo === undefined ? 'above' : `up to ${upTo}`}: `;
  const counted = packages === undefined ? units : `${packages} packages for ${units}`;
  const perUnit = unitAmount === undefined ? [] : [`${counted} × ${unitAmount}`];
  const flat = flatAmount === undefined ? [] : [flatTerm(tier, units, flatAmount)];
  return `${where}${[...perUnit, ...flat].join(' + ')} = ${subtotal}.`;
}

/** A flat price may be charged for several instances; the flat amount of a tier is charged once. */
const flatTerm = (tier: number | undefined, units: string, flatAmount: string): string =>
  tier === undefined && units !== '1' ? `${units} × ${flatAmount}` : `${flatAmount} flat`;

function explainShare({ units, percent, flatAmount, minimumAmount, maximumAmount, subtotal }: PriceStep): string {
  const bounds = [
    ...(minimumAmount === undefined ? [] : [`at least ${minimumAmount}`]),
    ...(maximumAmount === undefined ? [] : [`at most ${maximumAmount}`]),
  ];
  const fixed = flatAmount === undefined ? '' : ` + ${flatAmount} flat`;
  return `${percent} % of ${units}${fixed}${bounds.length === 0 ? '' : `, ${bounds.join(' and ')}`} = ${subtotal}.`;
}

function explainAdjustment(applied: AppliedAdjustment): string {
  switch (applied.kind) {
    case 'discount': {
      const name = applied.discount.kind === 'percent' ? `${applied.discount.percent} %` : applied.discount.amount;
      return `Discount of ${name}: −${applied.taken} leaves ${applied.after}.`;
    }
    case 'minimumSpend':
      return `Raised to the minimum spend of ${applied.after}.`;
    case 'maximumSpend':
      return `Lowered to the maximum spend of ${applied.after}.`;
  }
}
