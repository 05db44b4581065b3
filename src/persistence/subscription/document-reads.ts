import type { NumberedCreditNote, NumberedInvoice } from '../../application/ports/subscriptions.ts';
import type { Page, PageRequest } from '../../application/ports/paging.ts';
import type { Database, TenantEntityManager } from '../database/database.ts';
import { fromDbCreditNote, fromDbInvoice } from '../mapping/document.mapping.ts';
import { oldestFirst, pageOf } from '../database/paging.ts';
import {
  CreditNoteLineSchema,
  CreditNoteSchema,
  InvoiceLineSchema,
  InvoiceSchema,
  type CreditNoteRow,
  type InvoiceRow,
} from '../schemas/document.schema.ts';

/** Reads of invoices and credit notes, in the order of their numbers. */
export const documentReads = (database: Database) => ({
  listInvoices: (
    tenantId: string,
    filter: { readonly subscriptionId: string | null; readonly customerId: string | null },
    page: PageRequest,
  ): Promise<Page<NumberedInvoice>> =>
    database.inTenant(tenantId, async (em) => {
      const { subscriptionId, customerId } = filter;
      const where = {
        ...restOf(tenantId, page),
        ...(subscriptionId === null ? {} : { subscriptionId }),
        ...(customerId === null ? {} : { customerId }),
      };
      const rows = await em.find(InvoiceSchema, where, firstOf(page));
      return pageOf(await withInvoiceLines(em, rows), {
        limit: page.limit,
        position: (each) => each.sequence,
        convert: (each) => each.document,
      });
    }),

  /** Those of the ids that exist. */
  findInvoices: (tenantId: string, ids: readonly string[]): Promise<readonly NumberedInvoice[]> =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(InvoiceSchema, { tenantId, id: { $in: [...ids] } }, { orderBy: { sequence: 'asc' } });
      return (await withInvoiceLines(em, rows)).map(({ document }) => document);
    }),

  listCreditNotes: (tenantId: string, subscriptionId: string, page: PageRequest): Promise<Page<NumberedCreditNote>> =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(CreditNoteSchema, { ...restOf(tenantId, page), subscriptionId }, firstOf(page));
      return pageOf(await withCreditNoteLines(em, rows), {
        limit: page.limit,
        position: (each) => each.sequence,
        convert: (each) => each.document,
      });
    }),

  /** Those of the ids that exist. */
  findCreditNotes: (tenantId: string, ids: readonly string[]): Promise<readonly NumberedCreditNote[]> =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(CreditNoteSchema, { tenantId, id: { $in: [...ids] } }, { orderBy: { sequence: 'asc' } });
      return (await withCreditNoteLines(em, rows)).map(({ document }) => document);
    }),
});

interface Numbered<T> {
  readonly sequence: number;
  readonly document: T;
}

async function withInvoiceLines(em: TenantEntityManager, rows: readonly InvoiceRow[]): Promise<Numbered<NumberedInvoice>[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const where = { tenantId: first.tenantId, invoiceId: { $in: rows.map(({ id }) => id) } };
  const lines = await em.find(InvoiceLineSchema, where, { orderBy: { lineNumber: 'asc' } });
  const byInvoice = Map.groupBy(lines, ({ invoiceId }) => invoiceId);
  return rows.map((row) => ({ sequence: row.sequence, document: fromDbInvoice(row, byInvoice.get(row.id) ?? []) }));
}

async function withCreditNoteLines(
  em: TenantEntityManager,
  rows: readonly CreditNoteRow[],
): Promise<Numbered<NumberedCreditNote>[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const where = { tenantId: first.tenantId, creditNoteId: { $in: rows.map(({ id }) => id) } };
  const lines = await em.find(CreditNoteLineSchema, where, { orderBy: { lineNumber: 'asc' } });
  const byCreditNote = Map.groupBy(lines, ({ creditNoteId }) => creditNoteId);
  return rows.map((row) => ({ sequence: row.sequence, document: fromDbCreditNote(row, byCreditNote.get(row.id) ?? []) }));
}

const restOf = (tenantId: string, { after }: PageRequest) => ({
  tenantId,
  sequence: oldestFirst(after),
});
const firstOf = ({ limit }: PageRequest) => ({ orderBy: { sequence: 'asc' as const }, limit: limit + 1 });
