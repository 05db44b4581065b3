import { normalize } from '../money/exact.ts';
import type { DecimalString } from '../money/exact.ts';
import { adjustAmount, type AppliedAdjustment } from './adjustments.ts';
import {
  amountBefore,
  type AdjustedPrice,
  chargedUnits,
  type PricedQuantity,
  priceQuantity,
  type PricingTerms,
} from './price-quantity.ts';
import { amountText, quantityText, readQuantity } from './fixed-point.ts';
import { tiersFilled } from './graduated.ts';
import { packagesOf } from './packages.ts';
import { noAdjustments } from './price-model.ts';
import { tierReached, type TieredPrice, type TierRow, tierTable } from './tier-table.ts';

/** One part of what a model charges: a tier that was used, or the whole of a model without tiers. */
export interface PriceStep {
  /** Which tier, counted from 1; null in a model without tiers. */
  readonly tier: number | null;
  /** The upper bound of the tier, itself included; null where there is none. */
  readonly upTo: DecimalString | null;
  /** The units charged in this step; for a percentage, the amount of which a share is taken. */
  readonly units: DecimalString;
  /** The packages that these units begin; null where none are counted. */
  readonly packages: DecimalString | null;
  /** The price of one unit, or of one package. */
  readonly unitAmount: DecimalString | null;
  readonly flatAmount: DecimalString | null;
  readonly subtotal: DecimalString;
}

/** A price with how it came about. The subtotals of the steps sum to `modelAmount`. */
export interface PriceDerivation extends PricedQuantity {
  /** How many units were free. */
  readonly includedUnits: DecimalString;
  readonly steps: readonly PriceStep[];
  /** What the model gives, before discounts and bounds. */
  readonly modelAmount: DecimalString;
  readonly adjustments: readonly AppliedAdjustment[];
}

/** The same price as `priceQuantity`, with the steps that lead to it: for people, not for bulk. */
export function derivePrice(price: AdjustedPrice, quantity: DecimalString, { cycle = 1 }: PricingTerms = {}): PriceDerivation {
  const priced = priceQuantity(price, quantity, { cycle });
  const units = readQuantity(quantity);
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

interface Charged {
  /** In 10^-12. */
  readonly charged: bigint;
  readonly subtotal: DecimalString;
  /** As it is shown. */
  readonly quantity: DecimalString;
}

function stepsOf(price: AdjustedPrice, { charged, subtotal, quantity }: Charged): readonly PriceStep[] {
  const units = quantityText(charged);
  switch (price.model) {
    case 'flat':
      return [{ ...untiered, units: quantity, flatAmount: normalize(price.amount), subtotal }];
    case 'perUnit':
      return [{ ...untiered, units, unitAmount: normalize(price.unitAmount), subtotal }];
    case 'package': {
      const packages = quantityText(packagesOf(charged, readQuantity(price.size)));
      return [{ ...untiered, units, packages, unitAmount: normalize(price.amount), subtotal }];
    }
    case 'percentage':
      return [{ ...untiered, units, flatAmount: textOrNull(price.fixedAmount), subtotal }];
    case 'tiered':
    case 'tieredPackage':
      return charged === 0n ? zeroStep(price, subtotal) : filledSteps(price, charged);
    case 'volume':
    case 'stairStep':
    case 'volumePackage':
      return charged === 0n ? zeroStep(price, subtotal) : [tierStep(price, tierReached(tierTable(price), charged), charged)];
  }
}

const untiered = { tier: null, upTo: null, packages: null, unitAmount: null, flatAmount: null } as const;

const filledSteps = (price: TieredPrice, charged: bigint): readonly PriceStep[] =>
  tiersFilled(tierTable(price), charged).map(([row, units]) => tierStep(price, row, units));

function tierStep(price: TieredPrice, row: TierRow, units: bigint): PriceStep {
  const count = tierTable(price).countOf(units);
  return {
    tier: row.position,
    upTo: textOrNull(row.tier.upTo),
    units: quantityText(units),
    packages: 'size' in price ? quantityText(count) : null,
    unitAmount: textOrNull(row.tier.unitAmount),
    flatAmount: textOrNull(row.tier.flatAmount),
    subtotal: amountText(count * row.unitAmount + row.flatAmount),
  };
}

/** Nothing charged uses no tier, unless the flat amount of the first is charged all the same. */
function zeroStep(price: TieredPrice, subtotal: DecimalString): readonly PriceStep[] {
  const [first] = tierTable(price).rows;
  return first === undefined || subtotal === '0' ? [] : [{ ...tierStep(price, first, 0n), subtotal }];
}

const textOrNull = (text: DecimalString | null): DecimalString | null => (text === null ? null : normalize(text));
