import { tierReached, type TierTable } from './tier-table.ts';

/**
 * Volume: the whole quantity at the price of the tier it reaches, and that tier's flat amount (semantics §8). A stair step is a
 * volume price whose tiers have only a flat amount. The result is exact, in 10^-26.
 * Example: up to 5 at 7.00, up to 10 at 6.50: 5 units → 35, 6 units → 39.
 * @rule 3-34
 */
export function priceVolume(table: TierTable, units: bigint): bigint {
  if (units === 0n) return 0n;
  const row = tierReached(table, units);
  return table.countOf(units) * row.unitAmount + row.flatAmount;
}
