import type { Derivation, InvoiceLine } from '../../src/domain/billing/invoice.ts';
import {
  add,
  type DecimalString,
  maxOf,
  minOf,
  multiply,
  multiplyByRatio,
  multiplyByShare,
  negate,
  subtract,
} from '../../src/domain/money/exact.ts';
import { type Money, roundToMoney } from '../../src/domain/money/money.ts';
import type { AppliedAdjustment } from '../../src/domain/pricing/adjustments.ts';
import type { PriceStep, PriceWorking } from '../../src/domain/pricing/derive-price.ts';

// An independent evaluator: it reads only what a line was stored with, no prices and no subscription.

/** Recomputes the amount of a line from its derivation. */
export function recomputeAmount({ amount: { currency }, derivation }: InvoiceLine): Money {
  const { credited, quantity, share } = derivation;
  if (credited === undefined) return roundToMoney(multiplyByShare(priceOf(derivation), share), currency);
  const exact = multiplyByRatio(credited.amount, {
    numerator: multiply(String(share.numerator), negate(quantity)),
    denominator: multiply(String(share.denominator), credited.quantity),
  });
  const left = subtract(credited.amount, credited.before);
  const { amount } = roundToMoney(exact, currency);
  return roundToMoney(negate(maxOf('0', minOf(amount, left))), currency);
}

function priceOf({ price, paid, quantity, unitAmount }: Derivation): DecimalString {
  if (price === undefined) return multiply(quantity, unitAmount ?? 'missing');
  return maxOf('0', subtract(recomputePrice(price), paid === undefined ? '0' : recomputePrice(paid)));
}

/** Recomputes a price from its steps and adjustments. */
export const recomputePrice = ({ steps, adjustments }: PriceWorking): DecimalString =>
  adjustments.reduce(adjusted, steps.map(stepAmount).reduce(add, '0'));

function stepAmount({ tier, units, packages, unitAmount = '0', flatAmount = '0', ...step }: PriceStep): DecimalString {
  if (step.percent !== undefined) {
    if (units === '0') return '0';
    const share = add(multiplyByRatio(units, { numerator: step.percent, denominator: '100' }), flatAmount);
    const raised = maxOf(share, step.minimumAmount ?? share);
    return minOf(raised, step.maximumAmount ?? raised);
  }
  const flat = tier === undefined && unitAmount === '0' ? multiply(units, flatAmount) : flatAmount;
  return add(multiply(packages ?? units, unitAmount), flat);
}

function adjusted(before: DecimalString, applied: AppliedAdjustment): DecimalString {
  if (applied.kind !== 'discount') return applied.bound;
  const { discount } = applied;
  const off =
    discount.kind === 'amount' ? discount.amount : multiplyByRatio(before, { numerator: discount.percent, denominator: '100' });
  return subtract(before, minOf(off, before));
}
