import { invariant } from '../invariant.ts';
import { ExactDecimal } from './decimal.ts';

/** A decimal number in plain notation: `-0.5`, `12`, `3.140`. */
export type DecimalString = string;

/** A fraction of two non-negative safe integers, denominator above zero. Not reduced: 14/28 keeps the days, 1/2 does not. */
export interface Share {
  readonly numerator: number;
  readonly denominator: number;
}

/** Whether the text is a decimal in plain notation: optional minus; no plus, exponent, leading zeros or bare point. */
export const isDecimal = (text: string): boolean => /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);

/**
 * The arithmetic below is exact if its result has at most 34 significant digits, as every amount with at most 22 digits before and
 * 12 after the point has. A longer result, such as the product of a 20-digit quantity and a 20-digit price, is rounded half away
 * from zero at its 34th digit, at least ten digits below the minor unit of any sum on an invoice. All functions return canonical
 * text (see `normalize`) and throw InvariantError on text that is not a decimal.
 */
export const add = (a: DecimalString, b: DecimalString): DecimalString => textOf(read(a).plus(read(b)));

/** a − b. */
export const subtract = (a: DecimalString, b: DecimalString): DecimalString => textOf(read(a).minus(read(b)));

/** a × b. */
export const multiply = (a: DecimalString, b: DecimalString): DecimalString => textOf(read(a).times(read(b)));

/** −a; the negative of zero is `0`. */
export const negate = (a: DecimalString): DecimalString => textOf(read(a).negated());

/** −1, 0 or 1 as a is less than, equal to or greater than b in value: `1.0` equals `1`. */
export function compareDecimals(a: DecimalString, b: DecimalString): -1 | 0 | 1 {
  const left = read(a);
  const right = read(b);
  if (left.lessThan(right)) return -1;
  return left.equals(right) ? 0 : 1;
}

/** The smaller of two, in canonical text. */
export const minOf = (a: DecimalString, b: DecimalString): DecimalString => normalize(compareDecimals(a, b) <= 0 ? a : b);

/** The greater of two, in canonical text. */
export const maxOf = (a: DecimalString, b: DecimalString): DecimalString => normalize(compareDecimals(a, b) >= 0 ? a : b);

/** The canonical text of a value: no trailing zeros, no exponent, zero without a sign. */
export const normalize = (text: DecimalString): DecimalString => textOf(read(text));

/** The number of decimals as written: 2 for `1.50`. Normalize first for the number of significant ones. */
export const decimalsOf = (text: DecimalString): number => text.split('.')[1]?.length ?? 0;

/** exact × share. Divides last, at 34 digits, so that a share that divides evenly is exact. */
export const multiplyByShare = (exact: DecimalString, { numerator, denominator }: Share): DecimalString =>
  multiplyByRatio(exact, { numerator: String(numerator), denominator: String(denominator) });

/** exact × numerator ÷ denominator, for a ratio of decimals such as quantities; the denominator is not zero. */
export function multiplyByRatio(
  exact: DecimalString,
  { numerator, denominator }: { readonly numerator: DecimalString; readonly denominator: DecimalString },
): DecimalString {
  const divisor = read(denominator);
  invariant(!divisor.isZero(), `the share ${numerator}/${denominator} divides by zero`);
  return textOf(read(exact).times(read(numerator)).dividedBy(divisor));
}

function read(text: DecimalString): ExactDecimal {
  invariant(isDecimal(text), `not a decimal: ${text}`);
  return new ExactDecimal(text);
}

const textOf = (value: ExactDecimal): DecimalString => value.toFixed();
