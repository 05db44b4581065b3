import type { NumberedCreditNote, NumberedInvoice } from '../../application/ports/subscriptions.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { CreditNote, Invoice, InvoiceLine, LineKind } from '../../domain/billing/invoice.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Money } from '../../domain/money/money.ts';
import type { CreditNoteLineRow, CreditNoteRow, InvoiceLineRow, InvoiceRow } from '../schemas/document.schema.ts';

/** The owner of the documents and the revision of the decision that issued them. */
export interface DocumentOwner {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  readonly customerId: string;
  readonly revision: number;
}

/** An invoice from its row and the rows of its lines, in order. */
export function fromDbInvoice(row: InvoiceRow, lines: readonly InvoiceLineRow[]): NumberedInvoice {
  const money = inCurrency(row.currency);
  return {
    ...fromDbHead(row),
    status: 'issued',
    issuedAt: row.issuedAt,
    reason: row.reason,
    subtotal: money(row.subtotal),
    discount: money(row.discount),
    tax: money(row.tax),
    lines: lines.map((line) => fromDbLine(line, { kind: line.kind, currency: row.currency })),
  };
}

/** A credit note from its row and the rows of its lines, in order. */
export function fromDbCreditNote(row: CreditNoteRow, lines: readonly CreditNoteLineRow[]): NumberedCreditNote {
  return {
    ...fromDbHead(row),
    lines: lines.map((line) => fromDbLine(line, { kind: 'credit', currency: row.currency })),
  };
}

/** The row of an invoice; the database assigns the tenant's next `sequence` and derives the number from it. */
export const toDbInvoiceHead = (owner: DocumentOwner, invoice: Invoice, sequence: number) => ({
  ...toDbHead(owner, invoice, sequence),
  reason: invoice.reason,
  subtotal: invoice.subtotal.amount,
  discount: invoice.discount.amount,
  tax: invoice.tax.amount,
});

/** The row of a credit note, numbered like that of an invoice. */
export const toDbCreditNoteHead = (owner: DocumentOwner, creditNote: CreditNote, sequence: number) =>
  toDbHead(owner, creditNote, sequence);

/** The rows of the lines of an invoice. */
export const toDbInvoiceLines = (owner: DocumentOwner, invoice: Invoice) =>
  invoice.lines.map((line, index) => ({
    ...toDbLine(owner, line, { index, currency: invoice.currency }),
    invoiceId: invoice.id,
    kind: line.kind,
    creditedLineId: line.creditedLineId,
  }));

/** The rows of the lines of a credit note. */
export const toDbCreditNoteLines = (owner: DocumentOwner, creditNote: CreditNote) =>
  creditNote.lines.map((line, index) => {
    invariant(line.creditedLineId, 'a credit line names the line that it credits');
    return {
      ...toDbLine(owner, line, { index, currency: creditNote.currency }),
      creditNoteId: creditNote.id,
      creditedLineId: line.creditedLineId,
    };
  });

const inCurrency =
  (currency: string) =>
  (amount: string): Money => ({ amount, currency });

function fromDbHead(row: CreditNoteRow) {
  return {
    id: row.id,
    number: row.number,
    subscriptionId: row.subscriptionId,
    customerId: row.customerId,
    currency: row.currency,
    effectiveAt: row.effectiveAt,
    period: { start: row.periodStart, end: row.periodEnd },
    total: { amount: row.total, currency: row.currency },
  };
}

const toDbHead = (
  { tenantId, subscriptionId, customerId, revision }: DocumentOwner,
  document: Invoice | CreditNote,
  sequence: number,
) => ({
  tenantId,
  id: document.id,
  sequence,
  subscriptionId,
  customerId,
  revision,
  currency: document.currency,
  effectiveAt: document.effectiveAt,
  // Without draft documents, a document is issued at its own instant, however late it is processed.
  issuedAt: document.effectiveAt,
  periodStart: document.period.start,
  periodEnd: document.period.end,
  total: document.total.amount,
});

function fromDbLine(
  row: InvoiceLineRow | CreditNoteLineRow,
  { kind, currency }: { readonly kind: LineKind; readonly currency: string },
): InvoiceLine {
  return {
    id: row.id,
    kind,
    offeringKey: row.offeringKey,
    offeringKind: row.offeringKind,
    offeringVersion: row.offeringVersion,
    attachmentId: row.attachmentId,
    rateCardKey: row.rateCardKey,
    priceId: row.priceId,
    description: row.description,
    ...(typeof row.unitName === 'string' ? { unitName: row.unitName } : {}),
    ...(row.stamp ? { stamp: row.stamp } : {}),
    quantity: row.quantity,
    unitAmount: row.unitAmount ?? null,
    amount: { amount: row.amount, currency },
    servicePeriod: { start: row.serviceStart, end: row.serviceEnd },
    fullPeriod: { start: row.fullStart, end: row.fullEnd },
    segment: row.segment,
    derivation: row.derivation,
    grantIds: row.grantIds,
    creditedLineId: row.creditedLineId,
  };
}

function toDbLine(
  { tenantId, subscriptionId }: DocumentOwner,
  line: InvoiceLine,
  { index, currency }: { readonly index: number; readonly currency: string },
) {
  invariant(line.amount.currency === currency, 'a line is in the currency of its document');
  return {
    tenantId,
    id: line.id,
    subscriptionId,
    lineNumber: index + 1,
    offeringKey: line.offeringKey,
    offeringKind: line.offeringKind,
    offeringVersion: line.offeringVersion,
    attachmentId: line.attachmentId,
    rateCardKey: line.rateCardKey,
    priceId: line.priceId,
    description: line.description,
    unitName: line.unitName ?? null,
    ...(line.stamp === undefined ? {} : { stamp: line.stamp }),
    quantity: line.quantity,
    unitAmount: line.unitAmount,
    amount: line.amount.amount,
    serviceStart: line.servicePeriod.start,
    serviceEnd: line.servicePeriod.end,
    fullStart: line.fullPeriod.start,
    fullEnd: line.fullPeriod.end,
    segment: line.segment,
    derivation: line.derivation,
    grantIds: line.grantIds,
  };
}
