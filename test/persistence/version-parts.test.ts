import type { Offering, PlanVersion } from '../../src/domain/catalogue/model/offering.ts';
import { type TenantId, toVersionId } from '../../src/domain/ids.ts';
import { catalogueReads } from '../../src/persistence/catalogue/catalogue-reads.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { selectBasesOf, selectBasesOnSale, selectWithPrices } from '../../src/persistence/catalogue/version-parts.ts';
import { runAsOwner } from '../support/postgres-admin.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { aLink, anOffering, aPrice, basic } from '../support/builders/records.ts';
import { createPlainOwner } from './plain-owner.ts';
import { aGymTenant } from './tenant-fixture.ts';
import { writeCatalogue, type Writes } from './write-catalogue.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;
let tenants = 0;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const newTenant = async (): Promise<void> => {
  tenants += 1;
  tenantId = await aGymTenant(database, `gym ${tenants}`);
};
const write = (work: (writes: Writes) => Promise<unknown>) => writeCatalogue({ database, tenantId }, work);

/** A draft with a price and a link price. */
const plus = (priceId: string, linkPriceId: string, addOnKey: string): PlanVersion => ({
  ...basic,
  id: toVersionId('ver_plus_1'),
  key: 'plus',
  rateCards: [{ key: 'card', phase: null, name: null, featureKey: null, entitlement: null, prices: [aPrice(priceId)] }],
  addOns: [aLink('water', { addOnKey, prices: [{ rateCardKey: 'water', price: aPrice(linkPriceId) }] })],
});
const before = plus('pri_own_before', 'pri_link_before', 'water');
const after = plus('pri_own_after', 'pri_link_after', 'towel');
const partsBefore = ['link water', 'price pri_link_before', 'price pri_own_before'];
const partsAfter = ['link towel', 'price pri_link_after', 'price pri_own_after'];

const partsOf = async (of: TenantId, from = database): Promise<readonly string[]> => {
  const rows = await from.inTenant(of, (em) =>
    em.execute<{ part: string }[]>(`select kind || ' ' || key as part from offering_version_part order by kind, key`),
  );
  return rows.map(({ part }) => part);
};
const foundPrices = async (of: TenantId) => {
  const ids = ['pri_own_before', 'pri_link_before', 'pri_own_after', 'pri_link_after'];
  return (await catalogueReads(database).findPrices(of, ids)).map(({ id }) => id);
};
const foundBases = async () => {
  const found: Record<string, readonly string[]> = {};
  await write(async (writes) => {
    for (const key of ['water', 'towel']) found[key] = (await writes.findBasesOf(key)).map(({ id }) => id);
  });
  return found;
};
const lockPlus = async (writes: Writes): Promise<Offering> => {
  const offering = await writes.lockOffering('plan', 'plus');
  if (offering === null) throw new Error('the plan exists');
  return offering;
};

describe('the parts of a version', () => {
  beforeEach(async () => {
    await newTenant();
    await write((writes) => writes.insertOffering(anOffering(before)));
  });

  it('are its prices, those of its links, and the linked add-ons', async () => {
    expect(await partsOf(tenantId)).toEqual(partsBefore);
    expect(await foundPrices(tenantId)).toEqual(['pri_own_before', 'pri_link_before']);
    expect(await foundBases()).toEqual({ water: ['ver_plus_1'], towel: [] });
  });

  it('change when another draft is saved', async () => {
    await write(async (writes) => writes.saveDraft(await lockPlus(writes), after));
    expect(await partsOf(tenantId)).toEqual(partsAfter);
    expect(await foundPrices(tenantId)).toEqual(['pri_own_after', 'pri_link_after']);
    expect(await foundBases()).toEqual({ water: [], towel: ['ver_plus_1'] });
  });

  it('change when an import replaces the draft', async () => {
    await write(async (writes) => {
      const offering = await lockPlus(writes);
      const brought = { ...offering, latest: after, revision: offering.revision + 1 };
      const offerings = [{ before: offering, after: brought, edit: null }];
      expect(await writes.saveCatalogue({ features: [], products: [], offerings })).toBe('inserted');
    });
    expect(await partsOf(tenantId)).toEqual(partsAfter);
  });

  it('stay when the draft is launched and when texts are edited', async () => {
    await write(async (writes) => writes.launchDraft(await lockPlus(writes)));
    await write(async (writes) => writes.editInPlace(await lockPlus(writes), (version) => ({ ...version, name: 'Plus' })));
    expect(await partsOf(tenantId)).toEqual(partsBefore);
    const onSale: string[] = [];
    await write(async (writes) => onSale.push(...(await writes.findBasesOnSale('water')).map(({ key }) => key)));
    expect(onSale).toEqual(['plus']);
  });

  it('are stored once if a draft names them twice', async () => {
    const twice = { ...before, addOns: [...before.addOns, ...before.addOns] };
    await write(async (writes) => {
      await writes.saveDraft(await lockPlus(writes), twice);
      await writes.insertOffering(
        anOffering({ ...basic, id: toVersionId('ver_max_1'), key: 'max', addOns: [aLink('water'), aLink('water')] }),
      );
    });
    expect(await partsOf(tenantId)).toEqual(['link water', ...partsBefore]);
    expect(await foundBases()).toEqual({ water: ['ver_plus_1', 'ver_max_1'], towel: [] });
  });

  it('are deleted with the version', async () => {
    await write(async (writes) => writes.deleteOffering(await lockPlus(writes)));
    expect(await partsOf(tenantId)).toEqual([]);
    expect(await foundPrices(tenantId)).toEqual([]);
  });

  it('are invisible to another tenant', async () => {
    const otherId = await aGymTenant(database, 'other');
    expect(await partsOf(otherId)).toEqual([]);
    expect(await foundPrices(otherId)).toEqual([]);
  });
});

interface PlanNode {
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The index conditions of a statement of the app role on the parts. */
const conditionsOnParts = (statement: string, key: string) =>
  database.inTenant(tenantId, async (em) => {
    const rows = await em.execute<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }[]>(
      `explain (format json) ${statement}`,
      [tenantId, tenantId, key],
    );
    const nodes = rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan)));
    return nodes.flatMap((node) => (node['Index Name'] === 'offering_version_part_pkey' ? [node['Index Cond']] : []));
  });

describe('with 2,000 launched versions, 20 of which link an add-on, the index of the parts', () => {
  beforeAll(async () => {
    await newTenant();
    await database.inTenant(tenantId, async (em) => {
      await em.execute(
        `insert into offering (tenant_id, id, kind, key, product_key, revision)
         select ?, 'off_' || n, 'plan', 'plan-' || n, 'gym', 1 from generate_series(1, 2000) n`,
        [tenantId],
      );
      await em.execute(
        `insert into offering_version (tenant_id, id, offering_id, version, status, content)
         select ?, 'ver_' || n, 'off_' || n, 1, 'launched', jsonb_build_object(
           'rateCards', jsonb_build_array(jsonb_build_object('prices', (
             select jsonb_agg(jsonb_build_object('id', 'pri_' || n || '_' || m)) from generate_series(1, 10) m))),
           'addOns', case when n % 100 = 0 then '[{"addOnKey": "water"}]'::jsonb else '[]' end)
         from generate_series(1, 2000) n`,
        [tenantId],
      );
    });
    await runAsOwner(server.ownerUrl, ['analyze offering, offering_version, offering_version_part']);
  });

  it.each([
    ['finds prices', selectWithPrices, '["pri_7_1", "pri_8_2"]', /kind = 'price'.* AND \(key = ANY/],
    ['finds the bases of an add-on', selectBasesOf, 'water', /kind = 'link'.* AND \(key = 'water'/],
    ['finds the bases on sale of an add-on', selectBasesOnSale, 'water', /kind = 'link'.* AND \(key = 'water'/],
  ])('%s by tenant, kind and key', async (_what, statement, key, condition) => {
    expect(await conditionsOnParts(statement, key)).toEqual([expect.stringMatching(condition)]);
  });
});

describe('the migration that adds the parts', () => {
  it('fills them for all versions, for an owner that is not a superuser', async () => {
    const own = await createTestDatabase();
    const owner = await createPlainOwner(own);
    const ownDatabase = await openDatabase({ url: own.url });
    const both = [await aGymTenant(ownDatabase, 'one'), await aGymTenant(ownDatabase, 'two')];
    for (const each of both)
      await writeCatalogue({ database: ownDatabase, tenantId: each }, (writes) => writes.insertOffering(anOffering(before)));
    await owner.migrateAgain('0014-version-parts');
    for (const each of both) expect(await partsOf(each, ownDatabase)).toEqual(partsBefore);
    await ownDatabase.close();
    await owner.drop();
    await own.drop();
  });
});
