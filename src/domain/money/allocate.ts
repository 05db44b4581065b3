import { invariant } from '../invariant.ts';
import { digitsOf } from './currency.ts';
import { decimalsOf } from './exact.ts';
import type { DecimalString } from './exact.ts';
import { isNegative, money, negateMoney } from './money.ts';
import type { Money } from './money.ts';

/**
 * Splits money in proportion to non-negative weights, exactly: each part gets its whole minor units, and those left over go one
 * each to the parts with the largest remainders, the earlier part on a tie (semantics §4). The parts sum to the whole, and a
 * negative total splits as its positive mirror. Throws InvariantError when no weight is greater than zero.
 * Example: 10.00 by 1 : 1 : 1 → 3.34, 3.33, 3.33.
 */
export function allocate(total: Money, weights: readonly DecimalString[]): readonly Money[] {
  if (isNegative(total)) return allocate(negateMoney(total), weights).map(negateMoney);
  const decimals = Math.max(0, ...weights.map(decimalsOf));
  const shares = weights.map((weight) => scaled(weight, decimals));
  invariant(
    shares.every((share) => share >= 0n),
    'a weight of an allocation is negative',
  );
  const whole = shares.reduce((sum, share) => sum + share, 0n);
  invariant(whole > 0n, 'an allocation needs a weight greater than zero');
  const digits = digitsOf(total.currency);
  return splitUnits(scaled(total.amount, digits), { shares, whole }).map((units) =>
    money(unscaled(units, digits), total.currency),
  );
}

/** Splits whole units by the largest remainder. Uses bigint: a product may exceed 34 digits, and a tie must be exact. */
function splitUnits(total: bigint, { shares, whole }: { shares: readonly bigint[]; whole: bigint }): readonly bigint[] {
  const parts = shares.map((share, position) => ({
    position,
    units: (total * share) / whole,
    remainder: (total * share) % whole,
  }));
  const leftOver = total - parts.reduce((sum, { units }) => sum + units, 0n);
  const increased = parts
    .toSorted((a, b) => (a.remainder === b.remainder ? a.position - b.position : a.remainder > b.remainder ? -1 : 1))
    .filter((_, rank) => BigInt(rank) < leftOver);
  return parts.map((part) => (increased.includes(part) ? part.units + 1n : part.units));
}

/** The decimal × 10^decimals. The decimal has at most that many decimals. */
function scaled(text: DecimalString, decimals: number): bigint {
  const missing = decimals - decimalsOf(text);
  return BigInt(text.replace('.', '') + '0'.repeat(missing));
}

/** The non-negative units ÷ 10^decimals, as a decimal. */
function unscaled(units: bigint, decimals: number): DecimalString {
  const text = String(units).padStart(decimals + 1, '0');
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}
