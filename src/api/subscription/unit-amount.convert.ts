import type { Money } from '../../domain/money/money.ts';
import { digitsOf } from '../../domain/money/currency.ts';
import { decimalsOf } from '../../domain/money/exact.ts';

/** A price per unit with at least the decimals of its currency, and at most 12: `7` USD gives `7.00`, `0.0005` is unchanged. */
export function toApiUnitAmount(amount: string, currency: string): Money {
  const missing = digitsOf(currency) - decimalsOf(amount);
  if (missing <= 0) return { amount, currency };
  return { amount: `${amount}${amount.includes('.') ? '' : '.'}${'0'.repeat(missing)}`, currency };
}
