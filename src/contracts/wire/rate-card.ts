import { z } from 'zod';
import { minorUnitDigits } from '../../domain/money/currency.ts';
import { decimalsOf } from '../../domain/money/exact.ts';
import { cadence, currency, decimal, key, name, newKey, quantityIn, text } from './scalars.ts';

const priceTerms = {
  key: newKey,
  currency,
  cadence,
  timing: z.literal('inAdvance', 'must be "inAdvance": charges are made at the start of a period'),
};

const flatPrice = z.strictObject({ ...priceTerms, model: z.literal('flat'), amount: decimal }).superRefine((price, context) => {
  const digits = minorUnitDigits(price.currency);
  if (digits !== undefined && decimalsOf(price.amount) > digits)
    context.addIssue({
      code: 'custom',
      path: ['amount'],
      message: `an amount in ${price.currency} has at most ${digits} decimals`,
    });
});

const perUnitPrice = z.strictObject({ ...priceTerms, model: z.literal('perUnit'), unitAmount: decimal });

/** A price in one currency at one cadence; its amounts are decimal strings in that currency. */
const priceInput = z
  .discriminatedUnion('model', [flatPrice, perUnitPrice], { error: 'must be a price whose model is "flat" or "perUnit"' })
  .meta({ id: 'PriceInput' });

const reset = z.strictObject({
  every: z.int().min(1).max(1000),
  unit: z.enum(['day', 'week', 'month', 'year']),
  anchor: z
    .enum(['activation', 'billingPeriod', 'attach', 'calendar'])
    .default('activation')
    .describe('What the windows are counted from.'),
  notify: z.boolean().default(false).describe('Whether each reset is announced.'),
});

const metered = z
  .strictObject({
    kind: z.literal('metered'),
    limit: z.enum(['hard', 'soft']).describe('A hard limit caps usage; a soft one only counts it.'),
    quota: quantityIn.exactOptional(),
    includedUsage: quantityIn.exactOptional(),
    reset: reset.exactOptional(),
  })
  .superRefine((value, context) => {
    if (value.limit === 'hard' && value.quota === undefined)
      context.addIssue({ code: 'custom', path: ['quota'], message: 'a hard limit needs a quota' });
  });

const entitlementInput = z
  .discriminatedUnion(
    'kind',
    [z.strictObject({ kind: z.literal('boolean') }), z.strictObject({ kind: z.literal('static'), value: text }), metered],
    { error: 'must be an entitlement whose kind is "boolean", "static" or "metered"' },
  )
  .meta({ id: 'EntitlementInput' });

export const rateCardInput = z
  .strictObject({
    key,
    name: name.exactOptional(),
    featureKey: key.exactOptional(),
    entitlement: entitlementInput.exactOptional(),
    prices: z.array(priceInput).max(200).exactOptional(),
  })
  .meta({ id: 'RateCardInput', description: 'One thing that an offering sells or grants.' });
export type RateCardInput = z.output<typeof rateCardInput>;

const priceView = z
  .object({
    id: z.string(),
    key: z.string(),
    currency: z.string(),
    cadence,
    timing: z.literal('inAdvance'),
    model: z.enum(['flat', 'perUnit']),
    amount: z.string().optional(),
    unitAmount: z.string().optional(),
  })
  .meta({ id: 'Price' });

/** An entitlement as it is stored; which fields it has depends on its kind. */
const entitlementView = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('boolean') }),
    z.object({ kind: z.literal('static'), value: z.string() }),
    z.object({
      kind: z.literal('metered'),
      limit: z.enum(['hard', 'soft']),
      quota: z.string().nullable(),
      includedUsage: z.string().nullable(),
      reset: z.object({ every: z.int(), unit: z.string(), anchor: z.string(), notify: z.boolean() }).nullable(),
    }),
  ])
  .meta({ id: 'Entitlement' });

export const rateCardView = z
  .object({
    key: z.string(),
    name: z.string().nullable(),
    featureKey: z.string().nullable(),
    entitlement: entitlementView.nullable(),
    prices: z.array(priceView),
  })
  .meta({ id: 'RateCard' });
