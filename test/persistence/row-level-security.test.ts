import { catalogueReads } from '../../src/persistence/catalogue/catalogue-reads.ts';
import { type TenantId, toVersionId } from '../../src/domain/ids.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { idempotentWrites } from '../../src/persistence/catalogue/idempotent-writes.ts';
import { imageStore } from '../../src/persistence/catalogue/images.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import { ensureTenant } from '../support/tenants.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { aLink, anOffering, attached, basic, created, subscriptionId } from '../support/builders/records.ts';
import { aDecision, aGymTenant, decide } from './tenant-fixture.ts';

let server: TestDatabase;
let database: Database;
let owner: TenantId;
let other: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  owner = await aGymTenant(database, 'owner');
  await addFieldImageAndLink(owner);
  ({ id: other } = await ensureTenant(database, { key: 'other', name: 'Other', mode: 'live', apiKey: 'other key' }));
  await decide(database, owner, aDecision('sub_1', { events: [...created('sub_1'), ...attached()] }));
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const onePixel = { type: 'image/png', width: 1, height: 1, bytes: new Uint8Array([1]) } as const;

async function addFieldImageAndLink(tenantId: TenantId): Promise<void> {
  await idempotentWrites(database).runOnce({ tenantId, key: 'field', requestHash: 'field' }, async (writes) => {
    const field = {
      id: 'fld_1',
      key: 'note',
      name: 'Note',
      type: 'text',
      choices: null,
      required: false,
      revision: 1,
    } as const;
    await writes.insertCustomField({ ...field, entity: 'plan' });
    await writes.insertOffering(anOffering({ ...basic, id: toVersionId('ver_plus_1'), key: 'plus', addOns: [aLink('water')] }));
    return { status: 201, body: null };
  });
  await imageStore(database).save(tenantId, onePixel);
}

const tenantTables = [
  'access_grant',
  'api_key',
  'custom_field',
  'customer',
  'decision',
  'document_counter',
  'feature',
  'idempotency_key',
  'image',
  'invoice',
  'invoice_line',
  'offering',
  'offering_version',
  'offering_version_part',
  'offering_version_use',
  'outbox',
  'product',
  'subscription',
  'subscription_add_on',
  'tenant',
];

const countAs = (tenantId: TenantId, table: string): Promise<number> =>
  database.inTenant(tenantId, async (em) => {
    const [row] = await em.execute<{ count: number }[]>(`select count(*)::integer as count from ${table}`);
    return row?.count ?? -1;
  });

describe('row-level security', () => {
  it.each(tenantTables)('shows rows of %s only to their tenant, without a condition in the query', async (table) => {
    expect(await countAs(owner, table)).toBeGreaterThan(0);
    const own = ['tenant', 'api_key'].includes(table) ? 1 : 0;
    expect(await countAs(other, table)).toBe(own);
  });

  it.each(tenantTables)('shows no rows of %s if no tenant is set', async (table) => {
    const rows = await database.orm.em.fork().execute<unknown[]>(`select * from ${table}`);
    expect(rows).toEqual([]);
  });

  it('is forced on every table with a tenant', async () => {
    const [row] = await database.orm.em.fork().execute<{ open: string[] | null }[]>(`
      select array_agg(c.relname::text) as open from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relkind = 'r' and a.attname = 'tenant_id' and not (c.relrowsecurity and c.relforcerowsecurity)`);
    expect(row?.open).toBeNull();
  });

  it('refuses a row for another tenant', async () => {
    const smuggled = database.inTenant(other, (em) =>
      em.execute(`insert into product (tenant_id, id, key, name, revision) values (?, 'pro_x', 'x', 'X', 1)`, [owner]),
    );
    await expect(smuggled).rejects.toThrow('row-level security');
  });

  it('changes no rows of another tenant, without a condition in the statement', async () => {
    const changed = await database.inTenant(other, (em) =>
      em.execute<unknown[]>(`update subscription set status = 'canceled' returning id`),
    );
    expect(changed).toEqual([]);
  });

  it('resets the tenant at the end of the transaction, on the same connection', async () => {
    const single = await openDatabase({ url: server.url, poolSize: 1 });
    await single.inTenant(owner, (em) => em.execute('select 1'));
    expect(await single.orm.em.fork().execute<unknown[]>('select * from customer')).toEqual([]);
    await single.close();
  });

  it('cannot be circumvented by the app role, as an owner, by BYPASSRLS or by disabling it', async () => {
    const em = database.orm.em.fork();
    const [role] = await em.execute<object[]>(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`,
    );
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false });
    await expect(em.execute('alter table invoice disable row level security')).rejects.toThrow('must be owner');
  });

  it('3-3 allows the app to change only the settings of its own tenant', async () => {
    await database.inTenant(other, (em) => em.execute(`update tenant set settings = '{"billingFrequencies": []}'`));
    expect(await catalogueReads(database).findSettings(owner)).toMatchObject({ revision: 1, billingFrequencies: [] });
    for (const change of [`mode = 'sandbox'`, `key = 'taken'`, `id = 'ten_x'`]) {
      const changed = database.inTenant(other, (em) => em.execute(`update tenant set ${change}`));
      await expect(changed).rejects.toThrow('permission denied');
    }
  });

  it('2-4 prevents the app from changing or deleting an image', async () => {
    for (const statement of [`update image set content_type = 'image/webp'`, 'delete from image']) {
      await expect(database.inTenant(owner, (em) => em.execute(statement))).rejects.toThrow('permission denied');
    }
  });

  it('2-4 keeps the same image of two tenants separate, each visible only to its tenant', async () => {
    const images = imageStore(database);
    const ids = { owner: await images.save(owner, onePixel), other: await images.save(other, onePixel) };
    expect(ids.owner).not.toBe(ids.other);
    expect(await images.find(other, ids.owner)).toBeNull();
    expect(await images.find(owner, ids.owner)).toMatchObject({ type: 'image/png', width: 1, height: 1 });
  });

  it('hides a subscription from another tenant, even by its id', async () => {
    expect(await subscriptionReads(database).find(other, subscriptionId)).toBeNull();
    expect((await subscriptionReads(database).find(owner, subscriptionId))?.id).toBe('sub_1');
  });
});

describe('the role of the program', () => {
  const hash = 'a'.repeat(64);
  const asApp = (tenantId: TenantId, sql: string, parameters: readonly unknown[] = []): Promise<unknown> =>
    database.inTenant(tenantId, (em) => em.execute(sql, [...parameters]));
  const insertKey = `insert into api_key (tenant_id, id, hash, name, scopes, created_at) values (?, 'key_x', '${hash}', 'x', '{admin}', now())`;

  it('cannot create a tenant, by a statement or a function', async () => {
    await expect(
      asApp(owner, `insert into tenant (id, key, name, mode, policies) values ('ten_x', 'x', 'X', 'live', '{}')`),
    ).rejects.toThrow('permission denied for table tenant');
    await expect(asApp(owner, `select annex_ensure_tenant('ten_x', 'x', 'X', 'live', '${hash}', null)`)).rejects.toThrow(
      'function annex_ensure_tenant(unknown, unknown, unknown, unknown, unknown, unknown) does not exist',
    );
  });

  it('cannot create a key for another tenant, or without a tenant', async () => {
    await expect(asApp(other, insertKey, [owner])).rejects.toThrow('row-level security');
    await expect(database.orm.em.fork().execute(insertKey, [owner])).rejects.toThrow('row-level security');
  });

  it('cannot change the tenant, secret, scopes or origin of a key', async () => {
    for (const change of [`tenant_id = '${other}'`, `hash = '${hash}'`, `scopes = '{admin}'`, `origin = 'made'`])
      await expect(asApp(owner, `update api_key set ${change}`)).rejects.toThrow('permission denied');
    await expect(asApp(owner, 'delete from api_key')).rejects.toThrow('permission denied');
  });

  it('cannot revoke a key of another tenant, without a condition in the statement', async () => {
    const ended = await asApp(other, `update api_key set last_used_at = now() returning tenant_id`);
    expect(ended).toEqual([{ tenant_id: other }]);
  });

  it('cannot restore a revoked key', async () => {
    await asApp(other, insertKey, [other]);
    await asApp(other, `update api_key set status = 'revoked', revoked_at = now() where id = 'key_x'`);
    await expect(asApp(other, `update api_key set status = 'active', revoked_at = null where id = 'key_x'`)).rejects.toThrow(
      'was revoked and never works again',
    );
  });
});
