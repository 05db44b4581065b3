import { z } from 'zod';
import { offeringKinds } from '../../../domain/catalogue/model/offering.ts';
import { listOf } from '../shared/list.ts';
import { taxTreatment } from '../catalogue/price.ts';
import { priceWorking } from '../catalogue/price-working.ts';
import { instantOut, money, period, quantityOut } from '../shared/scalars.ts';

const servicePeriod = z.object({ start: instantOut, end: instantOut.nullable() }).meta({
  id: 'ServicePeriod',
  description: 'A half-open range of time; a null end means the end of the subscription.',
});

/** A text of the price at the issue of the line. */
const stamped = z.string().nullable();

const lineView = z
  .object({
    id: z.string(),
    number: z.int(),
    kind: z.enum(['recurring', 'proration', 'oneTime', 'credit']),
    offeringKey: z.string(),
    offeringKind: z.enum(offeringKinds),
    offeringVersion: z.int(),
    attachmentId: z.string().nullable(),
    rateCardKey: z.string(),
    description: z.string(),
    unitName: z.string().nullable().describe('The unit of the quantity, such as "seat" or "seats"; null if it has none.'),
    externalName: stamped.describe('The name of the price for customers.'),
    priceDescription: stamped,
    showDescriptionInInvoices: z.boolean(),
    showDescriptionInQuotes: z.boolean(),
    invoiceNotes: stamped.describe('Printed on every invoice with this price.'),
    sku: stamped.describe('The name of the product in accounting.'),
    accountingCode: stamped,
    accountingCategory: stamped,
    taxTreatment: taxTreatment.nullable().describe('Null on lines that were issued before this field existed.'),
    quantity: quantityOut,
    unitAmount: money.nullable().describe('Null if the units have different prices, as with tiers.'),
    amount: money,
    servicePeriod: servicePeriod.describe('The time that the line pays for.'),
    fullPeriod: servicePeriod.describe('The whole period, of which the service period is a part.'),
    priceId: z.string(),
    creditedLineId: z.string().nullable(),
  })
  .meta({
    id: 'InvoiceLine',
    description:
      'Lines of a document are numbered from 1. Texts of the price are those at the issue of the line; a credit has those of the line that it credits.',
  });
export type LineView = z.output<typeof lineView>;

export const invoiceView = z
  .object({
    id: z.string(),
    number: z.string().nullable().describe('Without gaps within a tenant; null in a preview.'),
    status: z.enum(['draft', 'issued']),
    subscriptionId: z.string(),
    customerId: z.string(),
    currency: z.string(),
    reason: z.enum(['start', 'trialEnd', 'renewal', 'change', 'final', 'deferred']),
    effectiveAt: instantOut,
    issuedAt: instantOut.nullable(),
    period,
    subtotal: money,
    discount: money,
    tax: money,
    total: money,
    amountDue: money,
    lines: z.array(lineView),
  })
  .meta({ id: 'Invoice', description: 'Its instants are those of the period boundary or the command, not of the processing.' });
export type InvoiceView = z.output<typeof invoiceView>;
export const invoiceList = listOf(invoiceView, 'InvoiceList');

export const creditNoteView = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    subscriptionId: z.string(),
    customerId: z.string(),
    currency: z.string(),
    effectiveAt: instantOut,
    period,
    total: money,
    lines: z.array(lineView),
  })
  .meta({ id: 'CreditNote', description: 'Its lines are negative and refer to the lines that they credit.' });
export type CreditNoteView = z.output<typeof creditNoteView>;
export const creditNoteList = listOf(creditNoteView, 'CreditNoteList');

export const explanation = z
  .object({
    invoiceId: z.string(),
    line: z.int(),
    amount: money,
    sentence: z.string(),
    steps: z.array(z.string()),
    derivation: z.object({
      formula: z.string(),
      quantity: z.string(),
      unitAmount: z.string().nullable(),
      price: priceWorking
        .nullable()
        .describe('The calculation of the price of the units; null if it is the quantity times one price, and on a credit.'),
      paid: priceWorking.nullable().describe('The price of units that are already paid, which is subtracted.'),
      credited: z
        .object({ amount: z.string(), before: z.string(), quantity: z.string() })
        .nullable()
        .describe('The billed line that is credited, with the amount credited before.'),
      share: z.object({ numerator: z.number(), denominator: z.number(), unit: z.string() }),
      exactAmount: z.string(),
      rounding: z.string(),
      timeZone: z.string(),
      policies: z.record(z.string(), z.object({ key: z.string(), value: z.string(), level: z.string() })),
    }),
  })
  .meta({
    id: 'LineExplanation',
    description: 'How the amount of a line was computed, in words and in numbers.',
  });
export type Explanation = z.output<typeof explanation>;
