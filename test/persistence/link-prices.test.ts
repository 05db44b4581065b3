import type { PlanVersion } from '../../src/domain/catalogue/model/offering.ts';
import { type TenantId, toVersionId } from '../../src/domain/ids.ts';
import { catalogueReads } from '../../src/persistence/catalogue/catalogue-reads.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { idempotentWrites } from '../../src/persistence/catalogue/idempotent-writes.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { aLink, anOffering, aPrice, basic } from '../support/builders/records.ts';
import { aGymTenant } from './tenant-fixture.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

const here = aPrice('pri_here');
const link = aLink('water', { prices: [{ rateCardKey: 'water', price: here }] });
const plus: PlanVersion = {
  ...basic,
  id: toVersionId('ver_plus_1'),
  key: 'plus',
  addOns: [link],
};

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  tenantId = await aGymTenant(database, 'gym');
  await idempotentWrites(database).runOnce({ tenantId, key: 'plus', requestHash: '' }, async (writes) => {
    await writes.insertOffering(anOffering(plus));
    await writes.launchDraft(anOffering(plus));
    return { status: 201, body: null };
  });
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const stored = () =>
  database.inTenant(tenantId, (em) =>
    em.execute<{ links: readonly Record<string, unknown>[]; presentation: Record<string, unknown> }[]>(
      `select content -> 'addOns' as links, presentation from offering_version where id = ?`,
      [plus.id],
    ),
  );

describe('the prices of a link', () => {
  it('are read back unchanged', async () => {
    expect(await catalogueReads(database).findVersion(tenantId, 'plan', 'plus', 1)).toEqual({ ...plus, status: 'launched' });
  });

  it('are stored with their terms only; the texts are the add-on’s', async () => {
    const [row] = await stored();
    const { presentation: _presentation, tax: _tax, archived: _archived, ...terms } = here;
    expect(row?.links[0]?.['prices']).toEqual([{ rateCardKey: 'water', price: terms }]);
    expect(row?.presentation['prices']).toEqual({});
  });

  it('are found by their ids among all others', async () => {
    const reads = catalogueReads(database);
    expect(await reads.findPrices(tenantId, ['pri_none', 'pri_here'])).toEqual([here]);
    const otherId = await aGymTenant(database, 'other');
    expect(await reads.findPrices(otherId, ['pri_here'])).toEqual([]);
  });

  it('cannot change after the launch of their version', async () => {
    const change = database.inTenant(tenantId, (em) =>
      em.execute(
        `update offering_version set content = jsonb_set(content, '{addOns,0,prices,0,price,amount}', '"1.00"') where id = ?`,
        [plus.id],
      ),
    );
    await expect(change).rejects.toThrow(/launched/);
  });

  it('are empty for a link that was stored without them', async () => {
    const older: PlanVersion = { ...plus, id: toVersionId('ver_older_1'), key: 'older' };
    await idempotentWrites(database).runOnce({ tenantId, key: 'older', requestHash: '' }, async (writes) => {
      await writes.insertOffering(anOffering(older));
      return { status: 201, body: null };
    });
    await database.inTenant(tenantId, (em) =>
      em.execute(`update offering_version set content = content #- '{addOns,0,prices}' where id = ?`, [older.id]),
    );
    const read = await catalogueReads(database).findVersion(tenantId, 'plan', 'older', 1);
    expect(read).toEqual({ ...older, addOns: [{ ...link, prices: [] }] });
  });
});
