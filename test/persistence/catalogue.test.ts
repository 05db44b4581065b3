import type { AddOnVersion } from '../../src/domain/catalogue/model/offering.ts';
import { type TenantId, toVersionId } from '../../src/domain/ids.ts';
import { catalogueReads } from '../../src/persistence/catalogue/catalogue-reads.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { anOffering, basic, water } from '../support/builders/records.ts';
import { aGymTenant } from './tenant-fixture.ts';
import { writeCatalogue, type Writes } from './write-catalogue.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  tenantId = await aGymTenant(database, 'gym');
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const reads = () => catalogueReads(database);
const write = (work: (writes: Writes) => Promise<unknown>) => writeCatalogue({ database, tenantId }, work);

describe('an offering', () => {
  it('is read with its launched version', async () => {
    const launched = { ...basic, status: 'launched' };
    expect(await reads().findOffering(tenantId, 'plan', 'basic')).toEqual({
      id: 'off_basic',
      kind: 'plan',
      key: 'basic',
      productKey: 'gym',
      archived: false,
      revision: 2,
      latest: launched,
      launched,
    });
    expect(await reads().findOffering(tenantId, 'addOn', 'basic')).toBeNull();
  });

  it('gets a draft beside the launched version, which the launch of the draft supersedes', async () => {
    const draft: AddOnVersion = { ...water, id: toVersionId('ver_water_2'), version: 2, name: 'Water' };
    await write(async (writes) => {
      const offering = await writes.lockOffering('addOn', 'water');
      if (offering === null) throw new Error('the add-on exists');
      expect(await writes.insertDraft(offering, draft)).toMatchObject({
        revision: 3,
        latest: { version: 2, status: 'draft' },
        launched: { version: 1 },
      });
    });
    await write(async (writes) => {
      const offering = await writes.lockOffering('addOn', 'water');
      if (offering === null) throw new Error('the add-on exists');
      const saved = await writes.saveDraft(offering, { ...draft, displayName: 'Filtered' });
      expect(await writes.launchDraft(saved)).toMatchObject({
        revision: 5,
        launched: { version: 2, displayName: 'Filtered', status: 'launched' },
      });
      expect(await writes.findLaunchedAddOns(['water', 'none'])).toEqual([
        { version: { ...draft, displayName: 'Filtered', status: 'launched' }, archived: false },
      ]);
    });
    expect(await reads().findVersion(tenantId, 'addOn', 'water', 1)).toEqual({ ...water, status: 'superseded' });
    expect(await reads().findVersion(tenantId, 'addOn', 'water', 3)).toBeNull();
  });

  it('is not inserted if its key is taken', async () => {
    await write(async (writes) => {
      expect(await writes.insertOffering({ ...anOffering(water), id: 'off_other' })).toBe('taken');
      expect(await writes.lockOffering('plan', 'none')).toBeNull();
    });
  });
});

describe('lists', () => {
  it('page through features in the order of creation', async () => {
    await write(async (writes) => {
      const meter = { aggregation: 'sum', eventType: 'call', valueField: 'n' };
      const calls = {
        id: 'fea_calls',
        key: 'calls',
        name: 'Calls',
        kind: 'metered',
        unit: { singular: 'call', plural: 'calls' },
        meter,
        revision: 1,
      } as const;
      expect(await writes.insertFeature(calls)).toBe('inserted');
      expect(await writes.findFeatures(['calls', 'none'])).toEqual([calls]);
    });
    const first = await reads().listFeatures(tenantId, { limit: 1, after: null });
    expect(first.data.map(({ key }) => key)).toEqual(['water']);
    const second = await reads().listFeatures(tenantId, { limit: 1, after: first.next });
    expect(second.data.map(({ key }) => key)).toEqual(['calls']);
    expect(second.next).toBeNull();
  });

  it('separate plans and add-ons', async () => {
    const { data } = await reads().listOfferings(
      tenantId,
      { kind: 'plan', productKey: null, stage: null, archived: null },
      { limit: 10, after: null },
    );
    expect(data.map(({ key }) => key)).toEqual(['basic']);
  });
});

describe('a customer', () => {
  it('is found by id and by key; the id takes precedence', async () => {
    await write(async (writes) => {
      const bob = {
        id: 'cus_bob',
        key: 'cus_ann',
        name: 'Bob',
        email: 'bob@example.com',
        currency: null,
        timeZone: 'Asia/Tokyo',
        accountType: 'business',
        revision: 1,
      };
      expect(await writes.insertCustomer(bob)).toBe('inserted');
      expect(await writes.insertCustomer({ ...bob, id: 'cus_eve' })).toBe('taken');
    });
    expect((await reads().findCustomer(tenantId, 'cus_ann'))?.name).toBe('Ann');
    expect((await reads().findCustomer(tenantId, 'ann'))?.name).toBe('Ann');
    expect(await reads().findCustomer(tenantId, 'cus_bob')).toMatchObject({
      name: 'Bob',
      timeZone: 'Asia/Tokyo',
      accountType: 'business',
      currency: null,
    });
    expect(await reads().findCustomer(tenantId, 'nobody')).toBeNull();
    expect((await reads().listCustomers(tenantId, { limit: 10, after: null })).data.map(({ id }) => id)).toEqual([
      'cus_ann',
      'cus_bob',
    ]);
  });
});
