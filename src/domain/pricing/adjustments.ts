import type { DecimalString } from '../money/exact.ts';
import { compareDecimals, minOf, multiplyByRatio, normalize, subtract } from '../money/exact.ts';
import type { Discount, PriceAdjustments } from './price-model.ts';

/** One applied adjustment. `taken` is the amount that a discount subtracted. */
export type AppliedAdjustment =
  | { readonly kind: 'discount'; readonly discount: Discount; readonly taken: DecimalString; readonly after: DecimalString }
  | { readonly kind: 'minimumSpend' | 'maximumSpend'; readonly bound: DecimalString; readonly after: DecimalString };

/**
 * The amount after the discounts of this billing cycle, each applied to the result of the previous one and never below 0, and then
 * clamped to the minimum and maximum spend (semantics §8). The first cycle is 1. A bound without effect is not listed.
 * Example: 100, 10 % and then 5.00 off → 90 → 85; 5.00 and then 10 % off → 95 → 85.5.
 */
export function adjustAmount(
  amount: DecimalString,
  { adjustments, cycle }: { readonly adjustments: PriceAdjustments; readonly cycle: number },
): { readonly amount: DecimalString; readonly applied: readonly AppliedAdjustment[] } {
  const applied: AppliedAdjustment[] = [];
  let after = amount;
  for (const discount of adjustments.discounts) {
    if (discount.cycles !== null && cycle > discount.cycles) continue;
    const before = after;
    after = discounted(before, discount);
    applied.push({ kind: 'discount', discount, taken: subtract(before, after), after });
  }
  const { minimumSpend, maximumSpend } = adjustments;
  if (minimumSpend !== null && compareDecimals(after, minimumSpend) < 0) {
    after = normalize(minimumSpend);
    applied.push({ kind: 'minimumSpend', bound: after, after });
  }
  if (maximumSpend !== null && compareDecimals(after, maximumSpend) > 0) {
    after = normalize(maximumSpend);
    applied.push({ kind: 'maximumSpend', bound: after, after });
  }
  return { amount: after, applied };
}

function discounted(amount: DecimalString, discount: Discount): DecimalString {
  const off =
    discount.kind === 'amount' ? discount.amount : multiplyByRatio(amount, { numerator: discount.percent, denominator: '100' });
  return subtract(amount, minOf(off, amount));
}

/** Whether the adjustments can change an amount. */
export const adjustsAmount = ({ discounts, minimumSpend, maximumSpend }: PriceAdjustments): boolean =>
  discounts.length > 0 || minimumSpend !== null || maximumSpend !== null;
