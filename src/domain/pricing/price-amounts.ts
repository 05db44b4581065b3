import { largestDecimal } from '../money/bounds.ts';
import { minorUnitDigits } from '../money/currency.ts';
import { compareDecimals, decimalsOf } from '../money/exact.ts';
import type { DecimalString } from '../money/exact.ts';
import type { Issue } from '../refusal.ts';
import { fieldAt } from '../refusals/words.ts';

/** The largest number of decimals of a unit price (semantics §4). */
export const priceDecimals = 12;

/** The issues of a unit price: negative, too large, or more than 12 decimals. */
export function amountIssues(amount: DecimalString | null, pointer: string): readonly Issue[] {
  if (amount === null) return [];
  if (compareDecimals(amount, '0') < 0)
    return [{ code: 'negative_amount', pointer, detail: `${fieldAt(pointer)} must not be below 0, but is ${amount}.` }];
  if (compareDecimals(amount, largestDecimal) > 0)
    return [{ code: 'amount_too_large', pointer, detail: `${fieldAt(pointer)} must be at most ${largestDecimal}.` }];
  return decimalsOf(amount) > priceDecimals
    ? [
        {
          code: 'too_many_decimals',
          pointer,
          detail: `${fieldAt(pointer)} must have at most ${priceDecimals} decimals, but is ${amount}.`,
        },
      ]
    : [];
}

/** The issues of an amount that is not multiplied: those of `amountIssues`, or more decimals than its currency has. */
export function roundAmountIssues(
  amount: DecimalString | null,
  { pointer, currency }: { readonly pointer: string; readonly currency: string },
): readonly Issue[] {
  if (amount === null) return [];
  const digits = minorUnitDigits(currency) ?? priceDecimals;
  return compareDecimals(amount, '0') >= 0 && decimalsOf(amount) > digits
    ? [
        {
          code: 'too_many_decimals',
          pointer,
          detail: `${fieldAt(pointer)} must have at most ${digits} decimals, as amounts in ${currency} have.`,
        },
      ]
    : amountIssues(amount, pointer);
}
