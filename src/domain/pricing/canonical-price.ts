import { type DecimalString, normalize } from '../money/exact.ts';
import type { Discount, PriceAdjustments, PriceModel, Tier } from './price-model.ts';

/** A model with canonical decimals, so that equal models compare equal: `20` and `20.00`. */
export function canonicalModel(price: PriceModel): PriceModel {
  switch (price.model) {
    case 'flat':
      return { model: price.model, amount: normalize(price.amount) };
    case 'perUnit':
      return { model: price.model, unitAmount: normalize(price.unitAmount) };
    case 'tiered':
    case 'volume':
    case 'stairStep':
      return { model: price.model, tiers: price.tiers.map(canonicalTier) };
    case 'package':
      return { model: price.model, size: normalize(price.size), amount: normalize(price.amount) };
    case 'tieredPackage':
    case 'volumePackage':
      return { model: price.model, size: normalize(price.size), tiers: price.tiers.map(canonicalTier) };
    case 'percentage':
      return {
        model: price.model,
        percent: normalize(price.percent),
        fixedAmount: canonical(price.fixedAmount),
        minimumAmount: canonical(price.minimumAmount),
        maximumAmount: canonical(price.maximumAmount),
      };
  }
}

/** Adjustments with canonical decimals. */
export const canonicalAdjustments = (adjustments: PriceAdjustments): PriceAdjustments => ({
  ...adjustments,
  includedQuantity: canonical(adjustments.includedQuantity),
  discounts: adjustments.discounts.map(canonicalDiscount),
  minimumSpend: canonical(adjustments.minimumSpend),
  maximumSpend: canonical(adjustments.maximumSpend),
});

/** The canonical text of a decimal, or null. */
export const canonical = (text: DecimalString | null): DecimalString | null => (text === null ? null : normalize(text));

const canonicalTier = ({ upTo, unitAmount, flatAmount }: Tier): Tier => ({
  upTo: canonical(upTo),
  unitAmount: canonical(unitAmount),
  flatAmount: canonical(flatAmount),
});

const canonicalDiscount = (discount: Discount): Discount =>
  discount.kind === 'percent'
    ? { ...discount, percent: normalize(discount.percent) }
    : { ...discount, amount: normalize(discount.amount) };
