import { z } from 'zod';
import {
  noAdjustments,
  type PriceAdjustments,
  type PriceModel,
  type PriceModelName,
  type Tier,
} from '../../../domain/pricing/price-model.ts';
import { priceModelIssues } from '../../../domain/pricing/price-model-issues.ts';
import { modelNames, withModelName } from '../../../domain/pricing/price-model-name.ts';
import { decimal, quantityIn } from '../shared/scalars.ts';

const tierIn = z
  .strictObject({
    upTo: quantityIn.nullable().describe('The upper bound of the tier, inclusive; null in the last tier.'),
    unitAmount: decimal.nullable().default(null).describe('The price of one unit, or of one package.'),
    flatAmount: decimal.nullable().default(null).describe('Charged once if the quantity reaches the tier.'),
  })
  .meta({ id: 'TierInput' });

const percentDiscount = z.strictObject({
  kind: z.literal('percent'),
  percent: decimal.describe('A percentage: 50 is half.'),
  cycles: z.int().min(1).max(1000).nullable().default(null),
});
const amountDiscount = z.strictObject({
  kind: z.literal('amount'),
  amount: decimal,
  cycles: z.int().min(1).max(1000).nullable().default(null),
});
const discountIn = z
  .discriminatedUnion('kind', [percentDiscount, amountDiscount])
  .meta({ id: 'DiscountInput', description: 'Reduces a line, in all billing cycles or only in the first ones.' });

/** The fields that all models share. */
const adjustmentShape = {
  includedQuantity: quantityIn.exactOptional().describe('Free units, subtracted before the tiers are applied.'),
  zeroQuantity: z
    .enum(['free', 'chargeFirstFlat'])
    .exactOptional()
    .describe('The price of a quantity of 0: nothing, or the flat amount of the first tier.'),
  discounts: z.array(discountIn).max(20).exactOptional().describe('Applied one after the other, in this order.'),
  minimumSpend: decimal.exactOptional().describe('The minimum of a line, after discounts.'),
  maximumSpend: decimal.exactOptional().describe('The maximum of a line, after discounts.'),
};

/** priceModelIssues checks the number of tiers, together with the rest of the table. */
const tiers = z
  .array(tierIn)
  .meta({ description: 'In ascending order and without gaps; the last has no upper bound.', minItems: 1, maxItems: 100 });
const size = quantityIn.describe('The number of units in a package.');

/** The fields of each pricing model (semantics §8). A schema of a price adds its own. */
export const priceModelShapes = {
  flat: { model: z.literal('flat'), amount: decimal, ...adjustmentShape },
  perUnit: { model: z.literal('perUnit'), unitAmount: decimal, ...adjustmentShape },
  tiered: { model: z.literal('tiered'), tiers, ...adjustmentShape },
  volume: { model: z.literal('volume'), tiers, ...adjustmentShape },
  stairStep: { model: z.literal('stairStep'), tiers, ...adjustmentShape },
  package: { model: z.literal('package'), size, amount: decimal, ...adjustmentShape },
  tieredPackage: { model: z.literal('tieredPackage'), size, tiers, ...adjustmentShape },
  volumePackage: { model: z.literal('volumePackage'), size, tiers, ...adjustmentShape },
  percentage: {
    model: z.literal('percentage'),
    percent: decimal.describe('A percentage: 2.9 charges 2.90 for 100.00.'),
    fixedAmount: decimal.nullable().exactOptional(),
    minimumAmount: decimal.nullable().exactOptional(),
    maximumAmount: decimal.nullable().exactOptional(),
    ...adjustmentShape,
  },
};

/** The union of all models, each with the given fields. Accepts aliases of the model. */
export const priceModelUnion = <T extends z.ZodRawShape>(terms: T) =>
  z.preprocess(
    withModelName,
    z.discriminatedUnion('model', [
      z.strictObject({ ...terms, ...priceModelShapes.flat }),
      z.strictObject({ ...terms, ...priceModelShapes.perUnit }),
      z.strictObject({ ...terms, ...priceModelShapes.tiered }),
      z.strictObject({ ...terms, ...priceModelShapes.volume }),
      z.strictObject({ ...terms, ...priceModelShapes.stairStep }),
      z.strictObject({ ...terms, ...priceModelShapes.package }),
      z.strictObject({ ...terms, ...priceModelShapes.tieredPackage }),
      z.strictObject({ ...terms, ...priceModelShapes.volumePackage }),
      z.strictObject({ ...terms, ...priceModelShapes.percentage }),
    ]),
  );

/** The parsed fields of a pricing model. */
export type PriceModelInput = {
  [Name in PriceModelName]: z.output<z.ZodObject<(typeof priceModelShapes)[Name], z.core.$strict>>;
}[PriceModelName];

/**
 * Adds the issues that involve several fields: tier tables, decimals of the currency, bounds that cross. The code is in `params`.
 * Adds none while a single field is invalid, since its text need not be a decimal.
 */
export function checkPriceModel(value: PriceModelInput & { readonly currency: string }, context: z.core.$RefinementCtx): void {
  if (context.issues.length > 0) return;
  for (const { code, pointer, detail } of priceModelIssues(toPriceModel(value), value.currency)) {
    const path = pointer.split('/').slice(1).map(pathPart);
    context.addIssue({ code: 'custom', path, message: detail, params: { code } });
  }
}

const pathPart = (part: string): string | number => (/^\d+$/.test(part) ? Number(part) : part);

/** The pricing model and the adjustments of a parsed price. */
export function toPriceModel(input: PriceModelInput): PriceModel & { readonly adjustments: PriceAdjustments } {
  return { ...toModel(input), adjustments: toAdjustments(input) };
}

function toModel(input: PriceModelInput): PriceModel {
  switch (input.model) {
    case 'flat':
      return { model: 'flat', amount: input.amount };
    case 'perUnit':
      return { model: 'perUnit', unitAmount: input.unitAmount };
    case 'tiered':
    case 'volume':
    case 'stairStep':
      return { model: input.model, tiers: input.tiers };
    case 'package':
      return { model: 'package', size: input.size, amount: input.amount };
    case 'tieredPackage':
    case 'volumePackage':
      return { model: input.model, size: input.size, tiers: input.tiers };
    case 'percentage':
      return {
        model: 'percentage',
        percent: input.percent,
        fixedAmount: input.fixedAmount ?? null,
        minimumAmount: input.minimumAmount ?? null,
        maximumAmount: input.maximumAmount ?? null,
      };
  }
}

const toAdjustments = (input: PriceModelInput): PriceAdjustments => ({
  includedQuantity: input.includedQuantity ?? noAdjustments.includedQuantity,
  zeroQuantity: input.zeroQuantity ?? noAdjustments.zeroQuantity,
  discounts: input.discounts ?? noAdjustments.discounts,
  minimumSpend: input.minimumSpend ?? noAdjustments.minimumSpend,
  maximumSpend: input.maximumSpend ?? noAdjustments.maximumSpend,
});

/** The fields of a stored price's model; which are present depends on the model. */
export const priceModelViewShape = {
  model: z.enum(modelNames),
  amount: z.string().optional(),
  unitAmount: z.string().optional(),
  size: z.string().optional(),
  tiers: z
    .array(z.object({ upTo: z.string().nullable(), unitAmount: z.string().nullable(), flatAmount: z.string().nullable() }))
    .optional(),
  percent: z.string().optional(),
  fixedAmount: z.string().nullable().optional(),
  minimumAmount: z.string().nullable().optional(),
  maximumAmount: z.string().nullable().optional(),
  includedQuantity: z.string().optional(),
  zeroQuantity: z.enum(['free', 'chargeFirstFlat']).optional(),
  discounts: z
    .array(
      z.object({
        kind: z.enum(['percent', 'amount']),
        percent: z.string().optional(),
        amount: z.string().optional(),
        cycles: z.int().nullable(),
      }),
    )
    .optional(),
  minimumSpend: z.string().optional(),
  maximumSpend: z.string().optional(),
};

type PriceModelView = z.input<z.ZodObject<typeof priceModelViewShape>>;

/** The wire form of a stored price's model. Unused fields are left out, so the answer is a valid input. */
export function fromPriceModel(price: PriceModel & { readonly adjustments: PriceAdjustments }): PriceModelView {
  const { includedQuantity, zeroQuantity, discounts, minimumSpend, maximumSpend } = price.adjustments;
  return {
    ...fromModel(price),
    ...(includedQuantity === null ? {} : { includedQuantity }),
    ...(zeroQuantity === 'free' ? {} : { zeroQuantity }),
    ...(discounts.length === 0 ? {} : { discounts: [...discounts] }),
    ...(minimumSpend === null ? {} : { minimumSpend }),
    ...(maximumSpend === null ? {} : { maximumSpend }),
  };
}

function fromModel(price: PriceModel): PriceModelView {
  switch (price.model) {
    case 'flat':
      return { model: 'flat', amount: price.amount };
    case 'perUnit':
      return { model: 'perUnit', unitAmount: price.unitAmount };
    case 'tiered':
    case 'volume':
    case 'stairStep':
      return { model: price.model, tiers: price.tiers.map(fromTier) };
    case 'package':
      return { model: 'package', size: price.size, amount: price.amount };
    case 'tieredPackage':
    case 'volumePackage':
      return { model: price.model, size: price.size, tiers: price.tiers.map(fromTier) };
    case 'percentage': {
      const { model, percent, fixedAmount, minimumAmount, maximumAmount } = price;
      return { model, percent, fixedAmount, minimumAmount, maximumAmount };
    }
  }
}

const fromTier = ({ upTo, unitAmount, flatAmount }: Tier): Tier => ({ upTo, unitAmount, flatAmount });
