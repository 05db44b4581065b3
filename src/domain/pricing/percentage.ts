import { readAmount, readRate } from './fixed-point.ts';
import type { PercentagePrice } from './price-model.ts';

const hundred = 100n;

/**
 * A percentage of an amount plus a fixed fee, together clamped to the minimum and the maximum (semantics §8).
 * 0 for an amount of 0. The amount is in 10^-12; the result is exact, in 10^-26.
 * Example: 2.9 % with 0.30 fixed of 100.00 → 3.2.
 */
export function pricePercentage(price: PercentagePrice, amount: bigint): bigint {
  if (amount === 0n) return 0n;
  const share = (amount * readRate(price.percent)) / hundred;
  const charged = share + readAmount(price.fixedAmount);
  const raised = price.minimumAmount === null ? charged : larger(charged, readAmount(price.minimumAmount));
  return price.maximumAmount === null ? raised : smaller(raised, readAmount(price.maximumAmount));
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
