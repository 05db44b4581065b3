import { roundToMoney } from '../money/money.ts';
import type { AppliedAdjustment } from './adjustments.ts';
import type { PriceDerivation, PriceStep } from './derive-price.ts';
import type { PercentagePrice } from './price-model.ts';
import type { AdjustedPrice } from './price-quantity.ts';

/**
 * How a price came about, in one sentence for each step, in the order in which they were taken; the last is the rounding.
 * Example: `Tier 1, up to 5: 5 × 7 = 35.`, `Tier 2, above: 3 × 6 = 18.`, `Together 53.`, `Rounded: 53.00 USD.`
 */
export function explainPrice(price: AdjustedPrice, derivation: PriceDerivation, currency: string): readonly string[] {
  const { includedUnits, steps, modelAmount, adjustments, exactAmount } = derivation;
  return [
    ...(includedUnits === '0' ? [] : [`Included: ${includedUnits} of ${derivation.quantity}.`]),
    ...steps.map((step) => (price.model === 'percentage' ? explainShare(price, step) : explainStep(step))),
    ...(steps.length === 0 ? ['There is nothing to charge for.'] : []),
    ...(steps.length > 1 ? [`Together ${modelAmount}.`] : []),
    ...adjustments.map(explainAdjustment),
    `Rounded: ${roundToMoney(exactAmount, currency).amount} ${currency}.`,
  ];
}

function explainStep({ tier, upTo, units, packages, unitAmount, flatAmount, subtotal }: PriceStep): string {
  const where = tier === null ? '' : `Tier ${tier}, ${upTo === null ? 'above' : `up to ${upTo}`}: `;
  const counted = packages === null ? units : `${packages} packages for ${units}`;
  const perUnit = unitAmount === null ? [] : [`${counted} × ${unitAmount}`];
  const flat = flatAmount === null ? [] : [flatTerm(tier, units, flatAmount)];
  return `${where}${[...perUnit, ...flat].join(' + ')} = ${subtotal}.`;
}

/** A flat price may be that of several instances; the flat amount of a tier is charged once. */
const flatTerm = (tier: number | null, units: string, flatAmount: string): string =>
  tier === null && units !== '1' ? `${units} × ${flatAmount}` : `${flatAmount} flat`;

function explainShare(price: PercentagePrice, { units, subtotal }: PriceStep): string {
  const bounds = [
    ...(price.minimumAmount === null ? [] : [`at least ${price.minimumAmount}`]),
    ...(price.maximumAmount === null ? [] : [`at most ${price.maximumAmount}`]),
  ];
  const fixed = price.fixedAmount === null ? '' : ` + ${price.fixedAmount} flat`;
  return `${price.percent} % of ${units}${fixed}${bounds.length === 0 ? '' : `, ${bounds.join(' and ')}`} = ${subtotal}.`;
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
