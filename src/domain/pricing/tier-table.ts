import { invariant } from '../invariant.ts';
import type { DecimalString } from '../money/exact.ts';
import { readAmount, readQuantity, readRate } from './fixed-point.ts';
import { packagesOf } from './packages.ts';
import type { PriceModel, Tier } from './price-model.ts';

/** A price with tiers. */
export type TieredPrice = Extract<PriceModel, { readonly tiers: readonly Tier[] }>;

/** A tier as numbers: quantities in 10^-12, the unit amount in 10^-14, amounts in 10^-26. */
export interface TierRow {
  readonly tier: Tier;
  /** Counted from 1. */
  readonly position: number;
  /** The upper bound of the tier below; excluded from this tier. */
  readonly from: bigint;
  readonly upTo: bigint | null;
  readonly unitAmount: bigint;
  readonly flatAmount: bigint;
  /** The total amount of all lower tiers when full. */
  readonly below: bigint;
}

/** The parsed tiers of a price. */
export interface TierTable {
  readonly rows: readonly TierRow[];
  /** The number that the tiers charge for: units, or packages. */
  readonly countOf: (units: bigint) => bigint;
}

/** Prices are immutable, so a table is parsed once for each price object. */
const tables = new WeakMap<TieredPrice, TierTable>();

/** The tier table of a price. Its tiers have passed `tierIssues`. */
export function tierTable(price: TieredPrice): TierTable {
  const known = tables.get(price);
  if (known !== undefined) return known;
  const table = readTable(price.tiers, 'size' in price ? price.size : null);
  tables.set(price, table);
  return table;
}

/** The tier that a quantity reaches; 0 reaches the first. */
export function tierReached({ rows }: TierTable, units: bigint): TierRow {
  const reached = rows.find(({ upTo }) => upTo === null || units <= upTo);
  invariant(reached, 'the last tier has an upper bound');
  return reached;
}

function readTable(tiers: readonly Tier[], size: DecimalString | null): TierTable {
  const packageSize = size === null ? null : readQuantity(size);
  const countOf = packageSize === null ? (units: bigint) => units : (units: bigint) => packagesOf(units, packageSize);
  const rows: TierRow[] = [];
  let from = 0n;
  let below = 0n;
  for (const tier of tiers) {
    const row = {
      tier,
      position: rows.length + 1,
      from,
      upTo: tier.upTo === null ? null : readQuantity(tier.upTo),
      unitAmount: readRate(tier.unitAmount),
      flatAmount: readAmount(tier.flatAmount),
      below,
    };
    rows.push(row);
    if (row.upTo === null) break;
    below += countOf(row.upTo - from) * row.unitAmount + row.flatAmount;
    from = row.upTo;
  }
  return { rows, countOf };
}
