import { invariant } from '../invariant.ts';
import { compareDecimals, normalize } from '../money/exact.ts';
import type { DecimalString } from '../money/exact.ts';
import { adjustAmount, adjustsAmount } from './adjustments.ts';
import { amountText, quantityText, readAmount, readQuantity } from './fixed-point.ts';
import { modelAmount } from './model-amount.ts';
import { noAdjustments, type PriceAdjustments, type PriceModel } from './price-model.ts';
import { tierReached, tierTable } from './tier-table.ts';

/** What is priced: a model, and what is applied around it. */
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

export interface PricedQuantity {
  readonly quantity: DecimalString;
  /** The price of one: unit, instance, or the flat whole. Null where one unit has no price of its own. */
  readonly unitAmount: DecimalString | null;
  /** The price of a full period, before proration and rounding. */
  readonly exactAmount: DecimalString;
  /** `adjusted` where an included quantity, a discount or a bound may have changed what the model gives. */
  readonly formula: ModelFormula | `${ModelFormula}, adjusted`;
}

/** What is priced beside the quantity. */
export interface PricingTerms {
  /** Which billing cycle is priced, from 1: a discount may be limited to the first ones. */
  readonly cycle?: number;
  /** How many instances of a multi-instance add-on there are, each of which is charged a flat amount; 1 unless told. */
  readonly instances?: DecimalString;
}

/**
 * The units that a price is for, in 10^-12: the quantity, or the instances of what is one flat amount whatever the quantity.
 * @rule 0-21, 3-31
 */
export const pricedUnits = ({ model }: AdjustedPrice, quantity: DecimalString, { instances = '1' }: PricingTerms): bigint =>
  readQuantity(model === 'flat' ? instances : quantity);

/**
 * The price of a quantity for one full period, exact and unrounded (semantics §8). The quantity is a decimal ≥ 0 of at most 12
 * decimals. The order: included quantity → model → discounts as listed → minimum spend → maximum spend.
 * perUnit: quantity × unit amount, so nothing for 0. flat: one amount whatever the quantity, 0 included, since it is paid for
 * being there; instances of a multi-instance add-on are another number, and each of them is charged the amount (semantics §8).
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

/** What is left of the units (in 10^-12) after the included ones, which are free; a flat amount counts none. */
export function chargedUnits(price: AdjustedPrice, units: bigint): bigint {
  const included = price.adjustments?.includedQuantity ?? null;
  if (included === null || price.model === 'flat') return units;
  const free = readQuantity(included);
  return units > free ? units - free : 0n;
}

/**
 * What the charged units cost before discounts and bounds, in 10^-26. Where `zeroQuantity` says so, nothing charged costs the
 * flat amount of the first tier, so that using a little never costs less than using nothing.
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
