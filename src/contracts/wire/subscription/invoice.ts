import { z } from 'zod';
import { offeringKinds } from '../../../domain/catalogue/model/offering.ts';
import { listOf } from '../shared/list.ts';
import { taxTreatment } from '../catalogue/price.ts';
import { priceWorking } from '../catalogue/price-working.ts';
import { instantOut, money, period, quantityOut } from '../shared/scalars.ts';

const servicePeriod = z.object({ start: instantOut, end: instantOut.nullable() }).meta({
  id: 'ServicePeriod',
  description: 'A half-open range of time; without an end it is for as long as the subscription.',
});

/** What was read about the price when the line was issued. */
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
    unitName: z.string().nullable().describe('What the quantity counts: "seat" or "seats"; null where it counts nothing.'),
    externalName: stamped.describe('Of the price, for customers.'),
    priceDescription: stamped,
    showDescriptionInInvoices: z.boolean(),
    showDescriptionInQuotes: z.boolean(),
    invoiceNotes: stamped.describe('Printed on every invoice with the price.'),
    sku: stamped.describe('The name of the product in accounting.'),
    accountingCode: stamped,
    accountingCategory: stamped,
    taxTreatment: taxTreatment.nullable().describe('Null on lines from before it was stamped on them.'),
    quantity: quantityOut,
    unitAmount: money.nullable().describe('Null where no one price holds for all units, as in a table of tiers.'),
    amount: money,
    servicePeriod: servicePeriod.describe('What the line pays for.'),
    fullPeriod: servicePeriod.describe('The period that its share is a part of.'),
    priceId: z.string(),
    creditedLineId: z.string().nullable(),
  })
  .meta({
    id: 'InvoiceLine',
    description:
      'The number counts the lines of a document from 1. What is read about the price is as it was when the line was issued; a credit has what the line has that it credits.',
  });
export type LineView = z.output<typeof lineView>;

export const invoiceView = z
  .object({
    id: z.string(),
    number: z.string().nullable().describe('Gapless per tenant; null in a preview.'),
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
  .meta({ id: 'Invoice', description: 'Its instants are those of the boundary or command, not of the processing.' });
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
  .meta({ id: 'CreditNote', description: 'Its lines are negative and name the lines that they credit.' });
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
        .describe('How the price of the units came about; null where it is the quantity times one price, and on a credit.'),
      paid: priceWorking.nullable().describe('The price of units that were paid for already, which is taken off.'),
      credited: z
        .object({ amount: z.string(), before: z.string(), quantity: z.string() })
        .nullable()
        .describe('The billed line as a credit found it, with what had been credited of it before.'),
      share: z.object({ numerator: z.number(), denominator: z.number(), unit: z.string() }),
      exactAmount: z.string(),
      rounding: z.string(),
      timeZone: z.string(),
      policies: z.record(z.string(), z.object({ key: z.string(), value: z.string(), level: z.string() })),
    }),
  })
  .meta({
    id: 'LineExplanation',
    description: 'Why a line has its amount, in words and in the numbers that it was computed from.',
  });
export type Explanation = z.output<typeof explanation>;
