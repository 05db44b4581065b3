import { z } from 'zod';

const number = z.string().nullable();

const step = z
  .object({
    tier: z.int().nullable().describe('The number of the tier, from 1; null in a model without tiers.'),
    from: number.describe('The lower bound of the tier, exclusive.'),
    upTo: number.describe('The upper bound of the tier, inclusive; null in the last tier.'),
    units: z.string().describe('The units charged in this step; for a percentage, the amount to which it applies.'),
    packages: number.describe('The number of packages charged for these units.'),
    packageSize: number,
    unitAmount: number.describe('The price of one unit, or of one package.'),
    flatAmount: number,
    percent: number,
    minimumAmount: number.describe('The minimum of a percentage.'),
    maximumAmount: number.describe('The maximum of a percentage.'),
    subtotal: z.string(),
  })
  .meta({ id: 'PriceStep', description: 'One step of the calculation; the subtotals add up to modelAmount.' });
export type PriceStepView = z.output<typeof step>;

const adjustment = z
  .object({
    kind: z.enum(['discount', 'minimumSpend', 'maximumSpend']),
    percent: number.describe('The percentage of a discount.'),
    amount: number.describe('The amount of a discount, or the bound.'),
    taken: number.describe('The amount by which a discount reduced the price.'),
    after: z.string(),
  })
  .meta({
    id: 'AppliedAdjustment',
    description: 'A discount or a bound that changed the amount, in the order of application.',
  });
export type AdjustmentView = z.output<typeof adjustment>;

/** The calculation of the price of a quantity. */
export const priceWorkingShape = {
  quantity: z.string(),
  includedUnits: z.string().describe('The number of free units.'),
  steps: z.array(step),
  modelAmount: z.string().describe('The amount before discounts and bounds.'),
  adjustments: z.array(adjustment),
  exactAmount: z.string().describe('The amount before rounding.'),
};

export const priceWorking = z
  .object(priceWorkingShape)
  .meta({ id: 'PriceWorking', description: 'The calculation of the price of a quantity, before proration.' });
export type PriceWorkingView = z.output<typeof priceWorking>;
