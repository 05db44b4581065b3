import type { Money } from '../../domain/money/money.ts';
import { digitsOf } from '../../domain/money/currency.ts';
import { decimalsOf } from '../../domain/money/exact.ts';

/** A price per unit: all its decimals, up to 12, and at least those of the currency. `7` USD is `7.00`, `0.0005` stays. */
export function toApiUnitAmount(amount: string, currency: string): Money {
  const missing = digitsOf(currency) - decimalsOf(amount);
  if (missing <= 0) return { amount, currency };
  return { amount: `${amount}${amount.includes('.') ? '' : '.'}${'0'.repeat(missing)}`, currency };
}
