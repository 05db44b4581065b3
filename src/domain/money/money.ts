import { invariant } from '../invariant.ts';
import { digitsOf } from './currency.ts';
import { ExactDecimal } from './decimal.ts';
import { add, compareDecimals, decimalsOf, isDecimal, negate, normalize } from './exact.ts';
import type { DecimalString } from './exact.ts';

/** A payable amount, written with exactly the digits of its currency: `9.03` USD, `900` JPY. */
export interface Money {
  readonly amount: DecimalString;
  readonly currency: string;
}

/** Money from an amount that fits the currency's minor unit. Throws InvariantError otherwise: it never rounds. */
export function money(amount: DecimalString, currency: string): Money {
  const digits = digitsOf(currency);
  invariant(isDecimal(amount) && decimalsOf(normalize(amount)) <= digits, `${amount} is not an amount of ${currency}`);
  return roundToMoney(amount, currency);
}

/** Zero in a currency. */
export const zeroMoney = (currency: string): Money => roundToMoney('0', currency);

/**
 * Rounds half away from zero to the currency's minor unit (semantics §4): once for each line, never for a total.
 * Example: 4.515 USD → 4.52, −4.515 USD → −4.52.
 */
export function roundToMoney(exact: DecimalString, currency: string): Money {
  invariant(isDecimal(exact), `not a decimal: ${exact}`);
  const digits = digitsOf(currency);
  // Round before formatting; otherwise a small negative amount would read "-0.00".
  const rounded = new ExactDecimal(exact).toDecimalPlaces(digits, ExactDecimal.ROUND_HALF_UP);
  return { amount: rounded.toFixed(digits), currency };
}

/** a + b. Throws InvariantError if the currencies differ. */
export function addMoney(a: Money, b: Money): Money {
  requireSameCurrency(a, b);
  return money(add(a.amount, b.amount), a.currency);
}

/** a − b, of one currency. */
export const subtractMoney = (a: Money, b: Money): Money => addMoney(a, negateMoney(b));

/** −a; the negative of zero is zero without a sign. */
export const negateMoney = (a: Money): Money => money(negate(a.amount), a.currency);

/** The sum of a list, all in the given currency; zero for an empty list. */
export const sumMoney = (currency: string, list: readonly Money[]): Money => list.reduce(addMoney, zeroMoney(currency));

/** −1, 0 or 1 as a is less than, equal to or greater than b, of one currency. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  requireSameCurrency(a, b);
  return compareDecimals(a.amount, b.amount);
}

/** The smaller of two amounts of one currency. */
export const minMoney = (a: Money, b: Money): Money => (compareMoney(a, b) <= 0 ? a : b);

/** Whether the amount is zero. */
export const isZero = (a: Money): boolean => compareDecimals(a.amount, '0') === 0;

/** Whether the amount is below zero. */
export const isNegative = (a: Money): boolean => compareDecimals(a.amount, '0') < 0;

function requireSameCurrency(a: Money, b: Money): void {
  invariant(a.currency === b.currency, `${a.currency} does not mix with ${b.currency}`);
}
