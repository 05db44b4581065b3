import { tierReached, type TierRow, type TierTable } from './tier-table.ts';

/**
 * Graduated: each unit at the price of the tier it falls in, lowest first, and the flat amount of each tier reached
 * (semantics §8). With packages, each tier counts the packages started in it. The result is exact, in 10^-26.
 * Example: up to 5 at 7.00, up to 10 at 6.50, then 6.00: 20 units → 5 × 7 + 5 × 6.5 + 10 × 6 = 127.5.
 * @rule 3-33
 */
export function priceGraduated(table: TierTable, units: bigint): bigint {
  if (units === 0n) return 0n;
  const row = tierReached(table, units);
  return row.below + table.countOf(units - row.from) * row.unitAmount + row.flatAmount;
}

/** The tiers that a quantity fills, each with the units in it; none for a quantity of 0. */
export const tiersFilled = ({ rows }: TierTable, units: bigint): readonly (readonly [row: TierRow, units: bigint])[] =>
  rows
    .filter(({ from }) => from < units)
    .map((row) => [row, (row.upTo === null || units < row.upTo ? units : row.upTo) - row.from]);
