import type { DocumentReads, NumberedCreditNote, NumberedInvoice } from '../../application/ports/subscriptions.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { PageRequest } from '../../application/ports/paging.ts';
import type { Database, TenantEntityManager } from '../database/database.ts';
import { fromDbCreditNote, fromDbInvoice } from '../mapping/document.mapping.ts';
import { oldestFirst, pageOf } from '../database/paging.ts';
import {
  CreditNoteLineSchema,
  CreditNoteSchema,
  InvoiceLineSchema,
  InvoiceSchema,
  type CreditNoteLineRow,
  type CreditNoteRow,
  type InvoiceLineRow,
  type InvoiceRow,
} from '../schemas/document.schema.ts';

/** Reads of invoices and credit notes, in the order of their numbers. */
export const documentReads = (database: Database): DocumentReads => ({
  listInvoices: (tenantId, filter, page) =>
    database.inTenant(tenantId, async (em) => {
      const { subscriptionId, customerId } = filter;
      const where = {
        ...numberedAfter(tenantId, page),
        ...(subscriptionId === null ? {} : { subscriptionId }),
        ...(customerId === null ? {} : { customerId }),
      };
      const rows = await em.find(InvoiceSchema, where, byNumber(page));
      return pageOf(await withInvoiceLines(em, rows), {
        limit: page.limit,
        position: (each) => each.sequence,
        convert: (each) => each.document,
      });
    }),

  findInvoices: (tenantId, ids) =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(InvoiceSchema, { tenantId, id: { $in: [...ids] } }, { orderBy: { sequence: 'asc' } });
      return (await withInvoiceLines(em, rows)).map(({ document }) => document);
    }),

  listCreditNotes: (tenantId, subscriptionId, page) =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(CreditNoteSchema, { ...numberedAfter(tenantId, page), subscriptionId }, byNumber(page));
      return pageOf(await withCreditNoteLines(em, rows), {
        limit: page.limit,
        position: (each) => each.sequence,
        convert: (each) => each.document,
      });
    }),

  findCreditNotes: (tenantId, ids) =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(CreditNoteSchema, { tenantId, id: { $in: [...ids] } }, { orderBy: { sequence: 'asc' } });
      return (await withCreditNoteLines(em, rows)).map(({ document }) => document);
    }),
});

export interface Numbered<T> {
  readonly sequence: number;
  readonly document: T;
}

async function withInvoiceLines(
  em: TenantEntityManager,
  rows: readonly InvoiceRow[],
): Promise<readonly Numbered<NumberedInvoice>[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const where = { tenantId: first.tenantId, invoiceId: { $in: rows.map(({ id }) => id) } };
  return invoicesFrom(rows, await em.find(InvoiceLineSchema, where, { orderBy: { lineNumber: 'asc' } }));
}

/** Invoices in the order of their rows, each with its lines in the order of theirs. */
export function invoicesFrom(
  rows: readonly InvoiceRow[],
  lines: readonly InvoiceLineRow[],
): readonly Numbered<NumberedInvoice>[] {
  const byInvoice = Map.groupBy(lines, ({ invoiceId }) => invoiceId);
  return rows.map((row) => ({ sequence: row.sequence, document: fromDbInvoice(row, byInvoice.get(row.id) ?? []) }));
}

async function withCreditNoteLines(
  em: TenantEntityManager,
  rows: readonly CreditNoteRow[],
): Promise<readonly Numbered<NumberedCreditNote>[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const where = { tenantId: first.tenantId, creditNoteId: { $in: rows.map(({ id }) => id) } };
  return creditNotesFrom(rows, await em.find(CreditNoteLineSchema, where, { orderBy: { lineNumber: 'asc' } }));
}

/** Credit notes in the order of their rows, each with its lines in the order of theirs. */
export function creditNotesFrom(
  rows: readonly CreditNoteRow[],
  lines: readonly CreditNoteLineRow[],
): readonly Numbered<NumberedCreditNote>[] {
  const byCreditNote = Map.groupBy(lines, ({ creditNoteId }) => creditNoteId);
  return rows.map((row) => ({ sequence: row.sequence, document: fromDbCreditNote(row, byCreditNote.get(row.id) ?? []) }));
}

const numberedAfter = (tenantId: TenantId, { after }: PageRequest) => ({
  tenantId,
  sequence: oldestFirst(after),
});
const byNumber = ({ limit }: PageRequest) => ({ orderBy: { sequence: 'asc' as const }, limit: limit + 1 });
