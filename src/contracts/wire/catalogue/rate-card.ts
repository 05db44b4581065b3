import { z } from 'zod';
import { cadenceUnits } from '../../../domain/time/cadence.ts';
import { inlineFeature } from './feature.ts';
import { priceInput, priceView } from './price.ts';
import { key, name, quantityIn, text } from '../shared/scalars.ts';

const reset = z.strictObject({
  every: z.int().min(1).max(1000),
  unit: z.enum(cadenceUnits),
  anchor: z
    .enum(['activation', 'billingPeriod', 'attach', 'calendar'])
    .default('activation')
    .describe('The start from which the windows are counted.'),
  notify: z.boolean().default(false).describe('Whether each reset is announced.'),
});

const carryover = z
  .strictObject({
    cap: quantityIn.exactOptional().describe('The maximum that rolls over; by default the quota.'),
    expiresAfter: z.int().min(1).max(1000).default(1).describe('The number of periods for which it can be used.'),
  })
  .describe('Rolls unused quota over to the next period; off if it is left out.');

const metered = z
  .strictObject({
    kind: z.literal('metered'),
    limit: z.enum(['hard', 'soft']).describe('A hard limit caps usage; a soft one only counts it.'),
    quota: quantityIn.exactOptional(),
    includedUsage: quantityIn.exactOptional(),
    reset: reset.exactOptional(),
    carryover: carryover.exactOptional(),
  })
  .superRefine((value, context) => {
    if (value.limit === 'hard' && value.quota === undefined)
      context.addIssue({ code: 'custom', path: ['quota'], message: 'is required for a hard limit' });
    if (value.carryover !== undefined && value.reset === undefined)
      context.addIssue({
        code: 'custom',
        path: ['carryover'],
        message: 'is for a quota with a reset only: leave it out',
      });
  });

const entitlementInput = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('boolean') }),
    z.strictObject({ kind: z.literal('static'), value: text }),
    metered,
  ])
  .meta({ id: 'EntitlementInput' });

export const rateCardInput = z
  .strictObject({
    key,
    name: name.exactOptional(),
    featureKey: key.exactOptional(),
    feature: inlineFeature.exactOptional().describe('A feature to create with the offering, instead of featureKey.'),
    entitlement: entitlementInput.exactOptional(),
    prices: z.array(priceInput).max(200).exactOptional(),
  })
  .superRefine((card, context) => {
    if (card.feature !== undefined && card.featureKey !== undefined)
      context.addIssue({ code: 'custom', path: ['feature'], message: 'Give either `featureKey` or `feature`, not both.' });
  })
  .meta({ id: 'RateCardInput', description: 'One thing that an offering sells or grants.' });
export type RateCardInput = z.output<typeof rateCardInput>;

/** A stored entitlement; its fields depend on its kind. */
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
      carryover: z.object({ cap: z.string().nullable(), expiresAfter: z.int() }).nullable(),
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
export type RateCardView = z.input<typeof rateCardView>;
