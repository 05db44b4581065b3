import type { CreditNoteView, InvoiceView, LineView } from '../../contracts/wire/subscription/invoice.ts';
import { defaultTerms } from '../../domain/catalogue/model/rate-card.ts';
import type { SubscriptionId } from '../../domain/ids.ts';
import type { CreditNote, Invoice, InvoiceLine, LineStamp } from '../../domain/billing/invoice.ts';
import type { Period } from '../../domain/time/period.ts';
import type { NumberedCreditNote, NumberedInvoice } from '../../application/ports/subscriptions.ts';
import { toApiTax } from '../catalogue/rate-card.convert.ts';
import { toApiUnitAmount } from './unit-amount.convert.ts';

interface Owner {
  readonly subscriptionId: SubscriptionId;
  readonly customerId: string;
}

const toApiPeriod = ({ start, end }: Period): { start: string; end: string } => ({ start, end });

const toApiStamp = (stamp: LineStamp = {}) => ({
  externalName: stamp.externalName ?? null,
  priceDescription: stamp.priceDescription ?? null,
  showDescriptionInInvoices: stamp.showDescriptionInInvoices ?? false,
  showDescriptionInQuotes: stamp.showDescriptionInQuotes ?? false,
  invoiceNotes: stamp.invoiceNotes ?? null,
  sku: stamp.sku ?? null,
  accountingCode: stamp.accountingCode ?? null,
  accountingCategory: stamp.accountingCategory ?? null,
});

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
  unitName: line.unitName ?? null,
  ...toApiStamp(line.stamp),
  taxTreatment: line.stamp === undefined ? null : toApiTax(line.stamp.tax ?? defaultTerms.tax),
  quantity: line.quantity,
  unitAmount: line.unitAmount === null ? null : toApiUnitAmount(line.unitAmount, line.amount.currency),
  amount: line.amount,
  servicePeriod: { ...line.servicePeriod },
  fullPeriod: { ...line.fullPeriod },
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

/** The invoice of a preview: a draft without a number. */
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
