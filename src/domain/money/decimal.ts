import { Decimal } from 'decimal.js';

/** The only decimal constructor: 34 significant digits, rounding half away from zero (semantics §4), text without an exponent. */
export const ExactDecimal = Decimal.clone({
  defaults: true,
  precision: 34,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

/** A value of that constructor. It is not used outside this folder. */
export type ExactDecimal = Decimal;
