import { largestLineAmount } from '../money/bounds.ts';
import { compareDecimals, decimalsOf } from '../money/exact.ts';
import type { DecimalString } from '../money/exact.ts';
import type { Issue } from '../refusal.ts';
import { amountText, readQuantity } from './fixed-point.ts';
import { modelAmount } from './model-amount.ts';
import type { Discount, PriceAdjustments, PriceModel } from './price-model.ts';
import { amountIssues, priceDecimals, roundAmountIssues } from './price-amounts.ts';
import { tierIssues } from './tier-issues.ts';

/**
 * All issues of a price on saving, with pointers below the price: its tier table, amounts that the
 * currency cannot have, empty packages, crossing bounds, and adjustments that do not apply to its model.
 */
export function priceModelIssues(
  price: PriceModel & { readonly adjustments?: PriceAdjustments },
  currency: string,
): readonly Issue[] {
  const issues = modelIssues(price, currency);
  return [
    ...issues,
    ...(issues.length === 0 && 'size' in price ? unitIssues(price) : []),
    ...(price.adjustments === undefined ? [] : adjustmentIssues(price, price.adjustments, currency)),
  ];
}

function modelIssues(price: PriceModel, currency: string): readonly Issue[] {
  switch (price.model) {
    case 'flat':
      return roundAmountIssues(price.amount, { pointer: '/amount', currency });
    case 'perUnit':
      return amountIssues(price.unitAmount, '/unitAmount');
    case 'package':
      return [...sizeIssues(price.size), ...amountIssues(price.amount, '/amount')];
    case 'tiered':
    case 'volume':
    case 'stairStep':
      return tierIssues(price, currency);
    case 'tieredPackage':
    case 'volumePackage':
      return [...sizeIssues(price.size), ...tierIssues(price, currency)];
    case 'percentage':
      return [
        ...amountIssues(price.percent, '/percent'),
        ...roundAmountIssues(price.fixedAmount, { pointer: '/fixedAmount', currency }),
        ...roundAmountIssues(price.minimumAmount, { pointer: '/minimumAmount', currency }),
        ...roundAmountIssues(price.maximumAmount, { pointer: '/maximumAmount', currency }),
        ...crossingIssues(price.minimumAmount, price.maximumAmount, '/maximumAmount'),
      ];
  }
}

function sizeIssues(size: DecimalString): readonly Issue[] {
  const detail = `\`size\` must be above 0 and have at most ${priceDecimals} decimals.`;
  return compareDecimals(size, '0') > 0 && decimalsOf(size) <= priceDecimals
    ? []
    : [{ code: 'package_size_invalid', pointer: '/size', detail }];
}

/** A small package at a high price: one unit costs more than a line may. */
const unitIssues = (price: PriceModel): readonly Issue[] =>
  compareDecimals(amountText(modelAmount(price, readQuantity('1'))), largestLineAmount) > 0
    ? [
        {
          code: 'amount_too_large',
          pointer: '/size',
          detail: `One unit would cost more than ${largestLineAmount}: choose a larger \`size\`.`,
        },
      ]
    : [];

function adjustmentIssues(price: PriceModel, adjustments: PriceAdjustments, currency: string): readonly Issue[] {
  const { includedQuantity, zeroQuantity, discounts, minimumSpend, maximumSpend } = adjustments;
  return [
    ...(includedQuantity !== null && price.model === 'flat'
      ? [notApplicable('/includedQuantity', 'A flat price counts no units: leave out `includedQuantity`.')]
      : []),
    ...(includedQuantity === null ? [] : amountIssues(includedQuantity, '/includedQuantity')),
    ...(zeroQuantity === 'chargeFirstFlat' && !('tiers' in price)
      ? [
          notApplicable(
            '/zeroQuantity',
            'Only a price with tiers has the flat amount of a first tier: choose another `zeroQuantity`.',
          ),
        ]
      : []),
    ...discounts.flatMap((discount, index) => discountIssues(discount, `/discounts/${index}`, currency)),
    ...roundAmountIssues(minimumSpend, { pointer: '/minimumSpend', currency }),
    ...roundAmountIssues(maximumSpend, { pointer: '/maximumSpend', currency }),
    ...crossingIssues(minimumSpend, maximumSpend, '/maximumSpend'),
  ];
}

function discountIssues(discount: Discount, pointer: string, currency: string): readonly Issue[] {
  if (discount.kind === 'amount') return roundAmountIssues(discount.amount, { pointer: `${pointer}/amount`, currency });
  return compareDecimals(discount.percent, '100') > 0
    ? [{ code: 'percent_above_100', pointer: `${pointer}/percent`, detail: '`percent` must be at most 100.' }]
    : amountIssues(discount.percent, `${pointer}/percent`);
}

const crossingIssues = (minimum: DecimalString | null, maximum: DecimalString | null, pointer: string): readonly Issue[] =>
  minimum !== null && maximum !== null && compareDecimals(minimum, maximum) > 0
    ? [{ code: 'maximum_below_minimum', pointer, detail: `The maximum ${maximum} must not be below the minimum ${minimum}.` }]
    : [];

const notApplicable = (pointer: string, detail: string): Issue => ({ code: 'not_applicable', pointer, detail });
