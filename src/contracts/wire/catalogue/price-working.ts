import { z } from 'zod';

const number = z.string().nullable();

const step = z
  .object({
    tier: z.int().nullable().describe('Counted from 1; null in a model without tiers.'),
    from: number.describe('The tier is for what is above this.'),
    upTo: number.describe('And up to this, itself included; null in the last tier.'),
    units: z.string().describe('The units charged here; for a percentage, the amount of which it is a share.'),
    packages: number.describe('The packages that these units begin.'),
    packageSize: number,
    unitAmount: number.describe('The price of one unit, or of one package.'),
    flatAmount: number,
    percent: number,
    minimumAmount: number.describe('What a percentage comes to at least.'),
    maximumAmount: number.describe('What a percentage comes to at most.'),
    subtotal: z.string(),
  })
  .meta({ id: 'PriceStep', description: 'One part of what the model charges; the subtotals sum to modelAmount.' });
export type PriceStepView = z.output<typeof step>;

const adjustment = z
  .object({
    kind: z.enum(['discount', 'minimumSpend', 'maximumSpend']),
    percent: number.describe('Of a discount that is a share.'),
    amount: number.describe('Of a discount that is an amount, or the bound.'),
    taken: number.describe('What a discount took off.'),
    after: z.string(),
  })
  .meta({
    id: 'AppliedAdjustment',
    description: 'A discount or a bound that changed the amount, in the order in which they did.',
  });
export type AdjustmentView = z.output<typeof adjustment>;

/** How the price of a quantity came about. */
export const priceWorkingShape = {
  quantity: z.string(),
  includedUnits: z.string().describe('How many of the units were free.'),
  steps: z.array(step),
  modelAmount: z.string().describe('What the model gives, before discounts and bounds.'),
  adjustments: z.array(adjustment),
  exactAmount: z.string().describe('Before rounding.'),
};

export const priceWorking = z
  .object(priceWorkingShape)
  .meta({ id: 'PriceWorking', description: 'How the price of a quantity came about, before its share of a period.' });
export type PriceWorkingView = z.output<typeof priceWorking>;
