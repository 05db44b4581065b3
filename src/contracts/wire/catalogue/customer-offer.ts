import { z } from 'zod';
import { unit } from './feature.ts';
import { cadenceText } from './frequency.ts';
import { priceView } from './price.ts';
import { cadence, currency, id, key } from '../shared/scalars.ts';

export const customerOfferQuery = z
  .strictObject({
    customerId: id.describe('The id or key of the customer who buys.'),
    planKey: key.exactOptional(),
    singlePurchaseKey: key.exactOptional(),
    audience: z
      .enum(['customer', 'admin'])
      .default('customer')
      .describe('Who buys; the offer to a customer leaves out what is for administrators only.'),
    role: key.exactOptional().describe('The role of the buyer; add-ons for other roles are left out.'),
    currency: currency.exactOptional().describe('By default the currency of the customer.'),
    cadence: cadenceText.exactOptional().describe('Such as 1-month; by default every cadence of the base.'),
  })
  .superRefine(({ planKey, singlePurchaseKey }, context) => {
    if ((planKey === undefined) === (singlePurchaseKey === undefined))
      context.addIssue({
        code: 'custom',
        path: ['planKey'],
        message: 'Give exactly one of `planKey` and `singlePurchaseKey`.',
      });
  });
export type CustomerOfferQuery = z.output<typeof customerOfferQuery>;

/** A price as a buyer sees it, without the fields for accounting. */
const priceOfferView = priceView
  .omit({ internalName: true, invoiceNotes: true, sku: true, accountingCode: true, accountingCategory: true, archived: true })
  .extend({
    rateCardKey: z.string(),
    phase: z.string().nullable().describe('The phase of the plan that charges it; null if all phases do.'),
  })
  .meta({ id: 'PriceOffer' });
export type PriceOfferView = z.input<typeof priceOfferView>;

const offeredFields = {
  key: z.string(),
  version: z.int(),
  displayName: z.string(),
  description: z.string().nullable(),
  imageUrl: z.string().nullable(),
  unit: unit.nullable().describe('The name of one unit, and of several.'),
  unitBased: z.boolean().describe('Whether the buyer must give a quantity.'),
  cadences: z.array(cadence).describe('The cadences at which it can be bought; empty if none of its prices recurs.'),
  prices: z.array(priceOfferView),
};

const baseOfferView = z
  .object({
    ...offeredFields,
    trialDays: z.int(),
    phases: z
      .array(z.object({ key: z.string(), durationInCycles: z.int().nullable() }))
      .describe('The phases of a plan, in order; the last has no end.'),
  })
  .meta({ id: 'BaseOffer', description: 'A plan or single purchase that is for sale.' });

const addOnOfferView = z
  .object({
    ...offeredFields,
    instance: z.enum(['single', 'multiple']),
    requirement: z
      .enum(['mandatory', 'optional'])
      .describe('A mandatory add-on is attached with the base and cannot be removed.'),
    maxInstances: z.int().nullable(),
    fromPhase: z.string().nullable(),
    availableInTrial: z.boolean(),
  })
  .meta({ id: 'AddOnOffer' });

export const customerOfferView = z
  .object({
    customerId: z.string(),
    audience: z.enum(['customer', 'admin']),
    currency: z.string(),
    plan: baseOfferView.nullable(),
    singlePurchase: baseOfferView.nullable(),
    addOns: z.array(addOnOfferView),
  })
  .meta({ id: 'CustomerOffer', description: 'What this buyer may buy now: a plan or a single purchase with its add-ons.' });
export type CustomerOfferView = z.input<typeof customerOfferView>;
