import { normalize } from '../money/exact.ts';
import type { DecimalString } from '../money/exact.ts';
import { adjustAmount, type AppliedAdjustment } from './adjustments.ts';
import {
  amountBefore,
  type AdjustedPrice,
  chargedUnits,
  type PricedQuantity,
  pricedUnits,
  priceQuantity,
  type PricingTerms,
} from './price-quantity.ts';
import { amountText, quantityText, readQuantity } from './fixed-point.ts';
import { tiersFilled } from './graduated.ts';
import { packagesOf } from './packages.ts';
import { noAdjustments } from './price-model.ts';
import { tierReached, type TieredPrice, type TierRow, tierTable } from './tier-table.ts';

/** One step of a model: a tier that was used, or the whole model if it has no tiers. Fields that do not apply are absent. */
export interface PriceStep {
  /** The number of the tier, from 1. */
  readonly tier?: number;
  /** The bounds of the tier: above `from`, up to and including `upTo`; the last tier has no `upTo`. */
  readonly from?: DecimalString;
  readonly upTo?: DecimalString;
  /** The units charged in this step; for a percentage, the amount of which a share is taken. */
  readonly units: DecimalString;
  /** The started packages, and the units in each. */
  readonly packages?: DecimalString;
  readonly packageSize?: DecimalString;
  /** The price of one unit, or of one package. */
  readonly unitAmount?: DecimalString;
  /** Added once; in a flat price, for each unit, which is an instance. */
  readonly flatAmount?: DecimalString;
  /** The percentage, and its minimum and maximum including the flat amount. */
  readonly percent?: DecimalString;
  readonly minimumAmount?: DecimalString;
  readonly maximumAmount?: DecimalString;
  readonly subtotal: DecimalString;
}

/** The derivation of the price of a quantity, as data. The subtotals of the steps sum to `modelAmount`. */
export interface PriceWorking extends Pick<PricedQuantity, 'quantity' | 'exactAmount'> {
  /** The number of free units. */
  readonly includedUnits: DecimalString;
  readonly steps: readonly PriceStep[];
  /** The amount of the model, before discounts and bounds. */
  readonly modelAmount: DecimalString;
  readonly adjustments: readonly AppliedAdjustment[];
}

/** A price with its derivation. */
export type PriceDerivation = PricedQuantity & PriceWorking;

/** `priceQuantity` with its derivation. For explanations; not optimised for bulk. */
export function derivePrice(price: AdjustedPrice, quantity: DecimalString, terms: PricingTerms = {}): PriceDerivation {
  const { cycle = 1 } = terms;
  const priced = priceQuantity(price, quantity, terms);
  const units = pricedUnits(price, quantity, terms);
  const charged = chargedUnits(price, units);
  const modelAmount = amountText(amountBefore(price, charged));
  return {
    ...priced,
    includedUnits: quantityText(units - charged),
    steps: stepsOf(price, { charged, subtotal: modelAmount, quantity: priced.quantity }),
    modelAmount,
    adjustments: adjustAmount(modelAmount, { adjustments: price.adjustments ?? noAdjustments, cycle }).applied,
  };
}

/** The part of a derivation that a line stores. */
export function workingOf(price: AdjustedPrice, quantity: DecimalString, terms: PricingTerms = {}): PriceWorking {
  const { unitAmount: _unit, formula: _formula, ...working } = derivePrice(price, quantity, terms);
  return working;
}

interface Charged {
  /** In 10^-12. */
  readonly charged: bigint;
  readonly subtotal: DecimalString;
  /** As shown. */
  readonly quantity: DecimalString;
}

function stepsOf(price: AdjustedPrice, { charged, subtotal, quantity }: Charged): readonly PriceStep[] {
  const units = quantityText(charged);
  switch (price.model) {
    case 'flat':
      return [{ units: quantity, flatAmount: normalize(price.amount), subtotal }];
    case 'perUnit':
      return [{ units, unitAmount: normalize(price.unitAmount), subtotal }];
    case 'package': {
      const packages = quantityText(packagesOf(charged, readQuantity(price.size)));
      return [{ units, packages, packageSize: normalize(price.size), unitAmount: normalize(price.amount), subtotal }];
    }
    case 'percentage':
      return [
        {
          units,
          percent: normalize(price.percent),
          ...present('flatAmount', price.fixedAmount),
          ...present('minimumAmount', price.minimumAmount),
          ...present('maximumAmount', price.maximumAmount),
          subtotal,
        },
      ];
    case 'tiered':
    case 'tieredPackage':
      return charged === 0n ? zeroStep(price, subtotal) : filledSteps(price, charged);
    case 'volume':
    case 'stairStep':
    case 'volumePackage':
      return charged === 0n ? zeroStep(price, subtotal) : [tierStep(price, tierReached(tierTable(price), charged), charged)];
  }
}

const filledSteps = (price: TieredPrice, charged: bigint): readonly PriceStep[] =>
  tiersFilled(tierTable(price), charged).map(([row, units]) => tierStep(price, row, units));

function tierStep(price: TieredPrice, row: TierRow, units: bigint): PriceStep {
  const count = tierTable(price).countOf(units);
  return {
    tier: row.position,
    from: quantityText(row.from),
    ...present('upTo', row.tier.upTo),
    units: quantityText(units),
    ...('size' in price ? { packages: quantityText(count), packageSize: normalize(price.size) } : {}),
    ...present('unitAmount', row.tier.unitAmount),
    ...present('flatAmount', row.tier.flatAmount),
    subtotal: amountText(count * row.unitAmount + row.flatAmount),
  };
}

/** A quantity of 0 uses no tier, unless the flat amount of the first tier is charged anyway. */
function zeroStep(price: TieredPrice, subtotal: DecimalString): readonly PriceStep[] {
  const [first] = tierTable(price).rows;
  return first === undefined || subtotal === '0' ? [] : [{ ...tierStep(price, first, 0n), subtotal }];
}

/** An object with the normalized number under this name; empty for null. */
const present = <N extends string>(name: N, text: DecimalString | null): { readonly [K in N]?: DecimalString } =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a computed name widens to string
  (text === null ? {} : { [name]: normalize(text) }) as { readonly [K in N]?: DecimalString };
