import { invariant } from '../invariant.ts';
import { compareDecimals, normalize } from '../money/exact.ts';
import type { DecimalString } from '../money/exact.ts';
import { adjustAmount, adjustsAmount } from './adjustments.ts';
import { amountText, quantityText, readAmount, readQuantity } from './fixed-point.ts';
import { modelAmount } from './model-amount.ts';
import { noAdjustments, type PriceAdjustments, type PriceModel } from './price-model.ts';
import { tierReached, tierTable } from './tier-table.ts';

/** A model with its adjustments. */
export type AdjustedPrice = PriceModel & { readonly adjustments?: PriceAdjustments };

type ModelFormula =
  | 'amount'
  | 'instances × amount'
  | 'quantity × unitAmount'
  | 'sum of tiers'
  | 'quantity × unitAmount of the tier'
  | 'amount of the tier'
  | 'packages × amount'
  | 'packages × unitAmount of the tier'
  | 'percent of the quantity';

/** The price of a quantity for a full period. */
export interface PricedQuantity {
  readonly quantity: DecimalString;
  /** The price of one unit or instance, or the flat amount. Null if one unit has no price of its own. */
  readonly unitAmount: DecimalString | null;
  /** The price of a full period, before proration and rounding. */
  readonly exactAmount: DecimalString;
  /** `adjusted` if an included quantity, a discount or a bound may have changed the amount of the model. */
  readonly formula: ModelFormula | `${ModelFormula}, adjusted`;
}

/** The inputs beside the quantity. */
export interface PricingTerms {
  /** The number of the billing cycle, from 1: a discount may be limited to the first ones. */
  readonly cycle?: number;
  /** The number of instances of a multi-instance add-on; each is charged a flat amount. Default 1. */
  readonly instances?: DecimalString;
}

/**
 * The units that a price counts, in 10^-12: the quantity, or for a flat price the instances.
 * @rule 0-21, 3-31
 */
export const pricedUnits = ({ model }: AdjustedPrice, quantity: DecimalString, { instances = '1' }: PricingTerms): bigint =>
  readQuantity(model === 'flat' ? instances : quantity);

/**
 * The price of a quantity for one full period, exact and unrounded (semantics §8). The quantity is a decimal ≥ 0 of at most 12
 * decimals. The order: included quantity → model → discounts as listed → minimum spend → maximum spend.
 * perUnit: quantity × unit amount, so nothing for 0. flat: one amount for any quantity, also 0; each instance of a
 * multi-instance add-on is charged the amount (semantics §8).
 * Examples: perUnit 7.00 × 3 → 21; flat 99.00, quantity 1.5 → 99; flat 20.00, 3 instances → 60.
 */
export function priceQuantity(price: AdjustedPrice, quantity: DecimalString, terms: PricingTerms = {}): PricedQuantity {
  const { cycle = 1 } = terms;
  invariant(compareDecimals(quantity, '0') >= 0, `a negative quantity has no price: ${quantity}`);
  const units = pricedUnits(price, quantity, terms);
  const adjustments = price.adjustments ?? noAdjustments;
  const charged = chargedUnits(price, units);
  const exact = amountText(amountBefore(price, charged));
  const isAdjusted = charged !== units || adjustsAmount(adjustments);
  const formula = formulaOf(price, units);
  return {
    quantity: price.model === 'flat' && units <= one ? '1' : quantityText(units),
    unitAmount: unitAmountOf(price, charged),
    exactAmount: adjustsAmount(adjustments) ? adjustAmount(exact, { adjustments, cycle }).amount : exact,
    formula: isAdjusted ? `${formula}, adjusted` : formula,
  };
}

const one = readQuantity('1');

/** The units (in 10^-12) after the included ones, which are free; a flat amount does not count them. */
export function chargedUnits(price: AdjustedPrice, units: bigint): bigint {
  const included = price.adjustments?.includedQuantity ?? null;
  if (included === null || price.model === 'flat') return units;
  const free = readQuantity(included);
  return units > free ? units - free : 0n;
}

/**
 * The amount of the charged units before discounts and bounds, in 10^-26. With `chargeFirstFlat` a quantity of 0 costs the
 * flat amount of the first tier, so that a small quantity never costs less than none.
 */
export function amountBefore(price: AdjustedPrice, units: bigint): bigint {
  return units === 0n && chargesFirstFlat(price) ? readAmount(price.tiers[0]?.flatAmount ?? null) : modelAmount(price, units);
}

const chargesFirstFlat = (price: AdjustedPrice): price is Extract<AdjustedPrice, { readonly tiers: unknown }> =>
  price.adjustments?.zeroQuantity === 'chargeFirstFlat' && 'tiers' in price;

function unitAmountOf(price: PriceModel, units: bigint): DecimalString | null {
  switch (price.model) {
    case 'flat':
      return normalize(price.amount);
    case 'perUnit':
      return normalize(price.unitAmount);
    case 'volume': {
      const { tier, flatAmount } = tierReached(tierTable(price), units);
      return tier.unitAmount === null || flatAmount !== 0n ? null : normalize(tier.unitAmount);
    }
    default:
      return null;
  }
}

const formulas = {
  perUnit: 'quantity × unitAmount',
  tiered: 'sum of tiers',
  volume: 'quantity × unitAmount of the tier',
  stairStep: 'amount of the tier',
  package: 'packages × amount',
  tieredPackage: 'sum of tiers',
  volumePackage: 'packages × unitAmount of the tier',
  percentage: 'percent of the quantity',
} as const satisfies Record<Exclude<PriceModel['model'], 'flat'>, ModelFormula>;

const formulaOf = (price: PriceModel, units: bigint): ModelFormula =>
  price.model === 'flat' ? (units > one ? 'instances × amount' : 'amount') : formulas[price.model];
