import type { DecimalString } from '../money/exact.ts';

/**
 * One step of a tier table. `upTo` is inclusive; the last tier has none. `unitAmount` is the price of one unit, or of one package
 * in the packaged models; `flatAmount` is added once when the tier is reached; `stairStep` has only that.
 */
export interface Tier {
  readonly upTo: DecimalString | null;
  readonly unitAmount: DecimalString | null;
  readonly flatAmount: DecimalString | null;
}

/**
 * How a quantity becomes an amount (semantics §8). Amounts are decimals in the currency of the price, exact to 12 places.
 * @rule 0-25, 2-11, 3-18
 */
export type PriceModel =
  | { readonly model: 'flat'; readonly amount: DecimalString }
  | { readonly model: 'perUnit'; readonly unitAmount: DecimalString }
  | { readonly model: 'tiered' | 'volume' | 'stairStep'; readonly tiers: readonly Tier[] }
  | { readonly model: 'package'; readonly size: DecimalString; readonly amount: DecimalString }
  | { readonly model: 'tieredPackage' | 'volumePackage'; readonly size: DecimalString; readonly tiers: readonly Tier[] }
  | PercentagePrice;

/** A percentage of an amount: the quantity is that amount. `percent` 2.9 charges 2.90 for 100.00. */
export interface PercentagePrice {
  readonly model: 'percentage';
  readonly percent: DecimalString;
  readonly fixedAmount: DecimalString | null;
  readonly minimumAmount: DecimalString | null;
  readonly maximumAmount: DecimalString | null;
}

export type PriceModelName = PriceModel['model'];

/** A discount on a line. `cycles` limits it to the first billing cycles; null means all of them. */
export type Discount =
  | { readonly kind: 'percent'; readonly percent: DecimalString; readonly cycles: number | null }
  | { readonly kind: 'amount'; readonly amount: DecimalString; readonly cycles: number | null };

/** Adjustments of a model: before it the included quantity, after it the discounts in order, then the spend bounds. */
export interface PriceAdjustments {
  /** Free units, taken before tiers are chosen. */
  readonly includedQuantity: DecimalString | null;
  /** What a quantity of 0 costs: nothing, or the flat amount of the first tier. */
  readonly zeroQuantity: 'free' | 'chargeFirstFlat';
  readonly discounts: readonly Discount[];
  readonly minimumSpend: DecimalString | null;
  readonly maximumSpend: DecimalString | null;
}

/** No adjustments: nothing included, no discounts, no bounds. */
export const noAdjustments: PriceAdjustments = {
  includedQuantity: null,
  zeroQuantity: 'free',
  discounts: [],
  minimumSpend: null,
  maximumSpend: null,
};
