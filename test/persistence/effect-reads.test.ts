import { type SubscriptionId, type TenantId, toSubscriptionId } from '../../src/domain/ids.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { ensureTenant } from '../support/tenants.ts';
import { aTenantWith, readHistory } from './stored-history.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  tenantId = await aTenantWith(readHistory('version-4.json'), { database, key: 'gym' });
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const reads = () => subscriptionReads(database);

const runs = toSubscriptionId('sub_runs');
const page = { limit: 50, after: null };
const idsOf = ({ data }: { readonly data: readonly { readonly id: string }[] }) => data.map(({ id }) => id);

async function documentsOf(subscriptionId: SubscriptionId) {
  const invoiceIds = idsOf(await reads().listInvoices(tenantId, { subscriptionId, customerId: null }, page));
  const creditNoteIds = idsOf(await reads().listCreditNotes(tenantId, subscriptionId, page));
  return { invoiceIds, creditNoteIds };
}

describe('findEffect', () => {
  it.each([
    [runs, 2, 0],
    [toSubscriptionId('sub_ended'), 1, 1],
  ])('reads %s with its %i invoices and %i credit notes as the single reads do', async (id, invoices, creditNotes) => {
    const made = await documentsOf(id);
    const effect = await reads().findEffect(tenantId, id, made);
    expect([effect.invoices.length, effect.creditNotes.length]).toEqual([invoices, creditNotes]);
    expect(effect).toEqual({
      subscription: await reads().find(tenantId, id),
      invoices: await reads().findInvoices(tenantId, made.invoiceIds),
      creditNotes: await reads().findCreditNotes(tenantId, made.creditNoteIds),
    });
  });

  it('reads no documents where the command made none', async () => {
    const { invoices, creditNotes } = await reads().findEffect(tenantId, runs, { invoiceIds: [], creditNoteIds: [] });
    expect([invoices, creditNotes]).toEqual([[], []]);
  });

  it('reads nothing of another tenant', async () => {
    const other = await ensureTenant(database, { key: 'other', name: 'Other', mode: 'sandbox', apiKey: 'key of other' });
    const reading = reads().findEffect(other.id, runs, await documentsOf(runs));
    await expect(reading).rejects.toThrow('there is no subscription sub_runs');
  });
});
