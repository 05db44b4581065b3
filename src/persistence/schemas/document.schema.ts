import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { AttachmentId, SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { Derivation, InvoiceReason, LineKind, LineStamp } from '../../domain/billing/invoice.ts';
import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';
import { InstantType } from './instant-type.ts';

const documentHead = {
  tenantId: p.text().$type<TenantId>().primary(),
  id: p.text().primary(),
  sequence: p.integer(),
  number: p.text(),
  subscriptionId: p.text().$type<SubscriptionId>(),
  customerId: p.text(),
  revision: p.integer(),
  currency: p.text(),
  effectiveAt: p.type(InstantType),
  issuedAt: p.type(InstantType),
  periodStart: p.type(InstantType),
  periodEnd: p.type(InstantType),
  total: p.decimal('string'),
};

// Amounts are in the currency of the document.
const documentLine = {
  tenantId: p.text().$type<TenantId>().primary(),
  id: p.text().primary(),
  subscriptionId: p.text().$type<SubscriptionId>(),
  lineNumber: p.integer(),
  offeringKey: p.text(),
  offeringKind: p.text().$type<OfferingKind>(),
  offeringVersion: p.integer(),
  attachmentId: p.text().$type<AttachmentId>().strictNullable(),
  rateCardKey: p.text(),
  priceId: p.text(),
  description: p.text(),
  unitName: p.text().nullable(),
  /** The stamp of the line at issue; null on lines from before stamps (ADR 0069). */
  stamp: p.json<LineStamp>().nullable(),
  quantity: p.decimal('string'),
  unitAmount: p.decimal('string').nullable(),
  amount: p.decimal('string'),
  serviceStart: p.type(InstantType),
  /** Null on a one-time line. */
  serviceEnd: p.type(InstantType).strictNullable(),
  fullStart: p.type(InstantType),
  fullEnd: p.type(InstantType).strictNullable(),
  segment: p.integer(),
  derivation: p.json<Derivation>(),
  grantIds: p.array(),
};

export const InvoiceSchema = defineEntity({
  name: 'InvoiceRow',
  tableName: 'invoice',
  properties: {
    ...documentHead,
    reason: p.text().$type<InvoiceReason>(),
    subtotal: p.decimal('string'),
    discount: p.decimal('string'),
    tax: p.decimal('string'),
  },
});
export type InvoiceRow = InferEntity<typeof InvoiceSchema>;

export const InvoiceLineSchema = defineEntity({
  name: 'InvoiceLineRow',
  tableName: 'invoice_line',
  properties: {
    ...documentLine,
    invoiceId: p.text(),
    kind: p.text().$type<LineKind>(),
    creditedLineId: p.text().strictNullable(),
  },
});
export type InvoiceLineRow = InferEntity<typeof InvoiceLineSchema>;

export const CreditNoteSchema = defineEntity({
  name: 'CreditNoteRow',
  tableName: 'credit_note',
  properties: documentHead,
});
export type CreditNoteRow = InferEntity<typeof CreditNoteSchema>;

export const CreditNoteLineSchema = defineEntity({
  name: 'CreditNoteLineRow',
  tableName: 'credit_note_line',
  properties: { ...documentLine, creditNoteId: p.text(), creditedLineId: p.text() },
});
export type CreditNoteLineRow = InferEntity<typeof CreditNoteLineSchema>;
