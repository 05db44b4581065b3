import type { CreditNoteView, Explanation, InvoiceView, LineView } from '../../contracts/wire/invoice.ts';
import type { CreditNote, Invoice, InvoiceLine } from '../../domain/billing/invoice.ts';
import type { Period } from '../../domain/time/period.ts';
import type { NumberedCreditNote, NumberedInvoice } from '../ports.ts';

interface Owner {
  readonly subscriptionId: string;
  readonly customerId: string;
}

const toApiPeriod = ({ start, end }: Period): { start: string; end: string } => ({ start, end });

const toApiLine = (line: InvoiceLine, index: number): LineView => ({
  id: line.id,
  number: index + 1,
  kind: line.kind,
  offeringKey: line.offeringKey,
  offeringKind: line.offeringKind,
  offeringVersion: line.offeringVersion,
  attachmentId: line.attachmentId,
  rateCardKey: line.rateCardKey,
  description: line.description,
  quantity: line.quantity,
  unitAmount: { amount: line.unitAmount, currency: line.amount.currency },
  amount: line.amount,
  servicePeriod: toApiPeriod(line.servicePeriod),
  fullPeriod: toApiPeriod(line.fullPeriod),
  priceId: line.priceId,
  creditedLineId: line.creditedLineId,
});

const toApiDocument = (invoice: Invoice, { subscriptionId, customerId }: Owner) => ({
  id: invoice.id,
  subscriptionId,
  customerId,
  currency: invoice.currency,
  reason: invoice.reason,
  effectiveAt: invoice.effectiveAt,
  period: toApiPeriod(invoice.period),
  subtotal: invoice.subtotal,
  discount: invoice.discount,
  tax: invoice.tax,
  total: invoice.total,
  amountDue: invoice.total,
  lines: invoice.lines.map(toApiLine),
});

export const toApiInvoice = (invoice: NumberedInvoice): InvoiceView => ({
  ...toApiDocument(invoice, invoice),
  number: invoice.number,
  status: invoice.status,
  issuedAt: invoice.issuedAt,
});

/** An invoice as it would be: a draft without a number. */
export const toApiDraftInvoice = (invoice: Invoice, owner: Owner): InvoiceView => ({
  ...toApiDocument(invoice, owner),
  number: null,
  status: 'draft',
  issuedAt: null,
});

const toApiCredit = (note: CreditNote, { subscriptionId, customerId }: Owner, number: string | null): CreditNoteView => ({
  id: note.id,
  number,
  subscriptionId,
  customerId,
  currency: note.currency,
  effectiveAt: note.effectiveAt,
  period: toApiPeriod(note.period),
  total: note.total,
  lines: note.lines.map(toApiLine),
});

export const toApiCreditNote = (note: NumberedCreditNote): CreditNoteView => toApiCredit(note, note, note.number);
export const toApiDraftCreditNote = (note: CreditNote, owner: Owner): CreditNoteView => toApiCredit(note, owner, null);

/** Why a line has its amount: the derivation that was stored with it, in words and numbers. Nothing is computed again. */
export function explainLine(invoice: NumberedInvoice, line: InvoiceLine): Explanation {
  const { derivation: why, amount, servicePeriod, fullPeriod } = line;
  const { numerator, denominator, unit } = why.share;
  const policies = Object.values(why.policies);
  return {
    invoiceId: invoice.id,
    line: invoice.lines.indexOf(line) + 1,
    amount,
    sentence: `${line.description}: ${why.formula} = ${amount.amount} ${amount.currency}`,
    steps: [
      `${why.quantity} × ${why.unitAmount} ${amount.currency} of the price ${line.priceId} (${line.offeringKey} version ${line.offeringVersion})`,
      `for ${servicePeriod.start} to ${servicePeriod.end}, which is ${numerator} of the ${denominator} ${unit}s from ${fullPeriod.start} to ${fullPeriod.end}, in ${why.timeZone} time`,
      `${why.exactAmount} rounded ${why.rounding} to ${amount.amount} ${amount.currency}`,
      ...policies.map(({ key, value, level }) => `policy ${key} = ${value}, set by: ${level}`),
    ],
    derivation: { ...why, policies: Object.fromEntries(policies.map((policy) => [policy.key, { ...policy }])) },
  };
}
