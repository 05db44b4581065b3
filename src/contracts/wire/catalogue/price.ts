import { z } from 'zod';
import { checkPriceModel, type PriceModelInput, priceModelUnion, priceModelViewShape } from './price-model.ts';
import { cadence, currency, decimal, key, name, newKey, text } from '../shared/scalars.ts';

const priceCadence = z
  .union([cadence, z.literal('oneTime')], {
    error: 'must be { every, unit } with a unit of day, week, month or year, or "oneTime"',
  })
  .meta({ id: 'PriceCadence', description: 'How often a price is charged; a one-time price is charged once, in full.' });

const taxProfile = z.string().trim().min(1).max(100);
const tax = z
  .union([z.literal('exempt'), z.strictObject({ profile: taxProfile })], { error: 'must be "exempt" or { profile }' })
  .describe('Exempt, or the tax profile that decides the taxes; without it, the price is taxable.');

const categoryRule = 'must be written as "Key: Value"';

/** Texts and accounting fields of a price; edited in place. Null clears a text. */
const presentationFields = {
  externalName: name.nullable().describe('The name on invoices, quotes, checkout and portal.'),
  internalName: name.nullable(),
  description: text.nullable(),
  showDescriptionInInvoices: z.boolean(),
  showDescriptionInQuotes: z.boolean(),
  invoiceNotes: text.nullable().describe('Printed on every invoice with this price.'),
  sku: name.nullable().describe('The name of the product in accounting.'),
  accountingCode: name.nullable().describe('The account in the general ledger.'),
  /** `Key: Value`. @rule 3-25 */
  accountingCategory: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^:\s][^:]*: \S.*$/, categoryRule)
    .nullable()
    .describe('`Key: Value`.'),
};

export const pricePresentation = z
  .strictObject({ ...presentationFields, tax, archived: z.boolean().describe('An archived price is no longer for sale.') })
  .partial();
export type PricePresentationInput = z.output<typeof pricePresentation>;

/** An edit of a price: its texts and accounting fields, and its amount if the policy price.edit allows it (semantics row 18). */
export const priceEdit = pricePresentation
  .extend({
    amount: decimal
      .exactOptional()
      .describe('The amount of a flat price. Creates the next version and launches it, if price.edit allows it.'),
    unitAmount: decimal.exactOptional().describe('The same, for a price per unit.'),
  })
  .meta({
    id: 'PriceEdit',
    description: 'The texts of a price can be edited at any time, its amount if price.edit allows it.',
  });

/** What a price charges; immutable after the launch. */
const moneyFields = {
  key: newKey,
  currency,
  cadence: priceCadence,
  timing: z.enum(['inAdvance', 'inArrears']).describe('Charged at the start of a period, or at its end.'),
  usageOf: key.exactOptional().describe('The metered feature whose usage is the quantity, which makes this a dynamic price.'),
  cycles: z.int().min(1).max(1200).exactOptional().describe('The number of billing cycles after which it ends.'),
  trialDays: z.int().min(0).max(3650).exactOptional(),
};
export type PriceTermsInput = z.output<z.ZodObject<typeof moneyFields>> & PriceModelInput;

/** A price in one currency at one cadence. Amounts are decimal strings in that currency. */
export const priceInput = priceModelUnion({ ...moneyFields, ...pricePresentation.shape })
  .superRefine((price, context) => checkPriceModel(price, context))
  .meta({ id: 'PriceInput' });
export type PriceInput = z.output<typeof priceInput>;

/** A price of an add-on on one base. It has no texts of its own: those of the price that it replaces apply. */
export const linkPriceInput = priceModelUnion({
  rateCardKey: key.describe('The rate card of the add-on to which it belongs.'),
  ...moneyFields,
})
  .superRefine((price, context) => checkPriceModel(price, context))
  .meta({
    id: 'LinkPriceInput',
    description: "A price that replaces the add-on's own prices in its currency and cadence.",
  });
export type LinkPriceInput = z.output<typeof linkPriceInput>;

const moneyView = {
  id: z.string(),
  key: z.string(),
  currency: z.string(),
  cadence: priceCadence,
  timing: z.enum(['inAdvance', 'inArrears']),
  usageOf: z.string().nullable(),
  cycles: z.int().nullable(),
  trialDays: z.int(),
  ...priceModelViewShape,
};

export const linkPriceView = z.object({ rateCardKey: z.string(), ...moneyView }).meta({ id: 'LinkPrice' });
export type LinkPriceView = z.input<typeof linkPriceView>;

/** The taxes of a price: those of the customer's location, those of a tax profile, or none. */
export const taxTreatment = z.union([z.literal('taxable'), z.literal('exempt'), z.object({ profile: z.string() })]);

export const priceView = z
  .object({
    ...moneyView,
    ...presentationFields,
    accountingCategory: z.string().nullable(),
    tax: taxTreatment,
    archived: z.boolean(),
  })
  .meta({ id: 'Price' });
export type PriceView = z.input<typeof priceView>;
