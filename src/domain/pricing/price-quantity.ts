import type { PricePoint } from '../catalogue/rate-card.ts';
import { assertNever, invariant } from '../invariant.ts';
import { compareDecimals, multiply, normalize } from '../money/exact.ts';
import type { DecimalString } from '../money/exact.ts';

export interface PricedQuantity {
  readonly quantity: DecimalString;
  /** The price of one: unit, instance, or the flat whole. */
  readonly unitAmount: DecimalString;
  /** The price of a full period, before proration and rounding. */
  readonly exactAmount: DecimalString;
  readonly formula: 'amount' | 'quantity × unitAmount' | 'instances × amount';
}

/**
 * The price of a quantity for one full period, exact and unrounded (semantics §8). The quantity is a decimal ≥ 0.
 * perUnit: quantity × unit amount, so nothing for 0. flat: one amount whatever the quantity, 0 included, since it is paid for
 * being there; but a quantity above 1 is a number of instances of a multi-instance add-on, each of which is charged the amount.
 * Examples: perUnit 7.00 × 3 → 21; flat 20.00 × 1 → 20; flat 20.00 × 3 instances → 60.
 */
export function priceQuantity(price: PricePoint, quantity: DecimalString): PricedQuantity {
  invariant(compareDecimals(quantity, '0') >= 0, `a negative quantity has no price: ${quantity}`);
  switch (price.model) {
    case 'flat':
      return compareDecimals(quantity, '1') > 0
        ? { ...product(quantity, price.amount), formula: 'instances × amount' }
        : { ...product('1', price.amount), formula: 'amount' };
    case 'perUnit':
      return { ...product(quantity, price.unitAmount), formula: 'quantity × unitAmount' };
    default:
      return assertNever(price);
  }
}

const product = (quantity: DecimalString, unitAmount: DecimalString): Omit<PricedQuantity, 'formula'> => ({
  quantity: normalize(quantity),
  unitAmount: normalize(unitAmount),
  exactAmount: multiply(quantity, unitAmount),
});
