import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let server: TestDatabase;
let owner: OwnerSession;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  owner = await openOwnerSession(server.ownerUrl);
  database = await openDatabase({ url: server.url });
});
afterAll(async () => {
  await database.close();
  await owner.close();
  await server.drop();
});

/** The functions of the schema, without those of extensions. */
const functionsWhere = async (condition: string): Promise<readonly string[]> => {
  const rows = await owner.query<{ name: string }>(`
    select p.proname as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and not exists (
        select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
      and ${condition}
    order by 1`);
  return rows.map(({ name }) => name);
};

describe('functions', () => {
  it('can be executed only by roles to which they are granted', async () => {
    expect(await functionsWhere('p.proacl is null')).toEqual([]);
    expect(await functionsWhere(`has_function_privilege('public', p.oid, 'execute')`)).toEqual([]);
  });

  it('each have a fixed search path, with temporary tables last', async () => {
    expect(await functionsWhere(`not coalesce('search_path=public, pg_temp' = any (p.proconfig), false)`)).toEqual([]);
  });

  it('have the rights of the owner only to find tenants of keys, due and expired rows, and to lock credited lines', async () => {
    expect(await functionsWhere('p.prosecdef')).toEqual([
      'annex_check_credited',
      'annex_find_api_key',
      'annex_list_overdue',
      'annex_list_running',
      'annex_list_stuck',
      'annex_remove_idempotency_key',
      'annex_remove_outbox',
    ]);
  });

  it('are granted to the program only if it calls them', async () => {
    expect(await functionsWhere(`has_function_privilege('annex_app', p.oid, 'execute')`)).toEqual([
      'annex_find_api_key',
      'annex_list_overdue',
      'annex_list_running',
      'annex_list_stuck',
      'annex_lock_subscription',
      'annex_lock_subscriptions',
      'annex_remove_idempotency_key',
      'annex_remove_outbox',
      'annex_write_credit_note',
      'annex_write_decisions',
      'annex_write_invoice',
    ]);
  });
});

/** The tables on which the program's role has a right, on whole rows or on some columns. */
const tablesWith = async (privilege: string): Promise<readonly string[]> => {
  const columns = ['insert', 'update', 'select', 'references'].includes(privilege);
  const right = columns ? 'has_any_column_privilege' : 'has_table_privilege';
  const rows = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
       and ${right}('annex_app', oid, '${privilege}') order by 1`,
  );
  return rows.map(({ name }) => name);
};

describe('the role of the program', () => {
  it('deletes rows of the catalogue only', async () => {
    expect(await tablesWith('delete')).toEqual(['offering', 'offering_version', 'offering_version_part']);
  });

  it('cannot truncate tables or create triggers and references', async () => {
    for (const privilege of ['truncate', 'references', 'trigger']) expect(await tablesWith(privilege)).toEqual([]);
  });

  it('cannot create a tenant or read the migrations', async () => {
    expect(await tablesWith('insert')).not.toContain('tenant');
    for (const privilege of ['select', 'insert', 'update']) expect(await tablesWith(privilege)).not.toContain('migration');
  });

  it('cannot change documents or decisions', async () => {
    const final = ['decision', 'invoice', 'invoice_line', 'credit_note', 'credit_note_line', 'image', 'custom_field'];
    const changeable = await tablesWith('update');
    expect(final.filter((table) => changeable.includes(table))).toEqual([]);
  });

  it('cannot create objects in the schema, or schemas', async () => {
    const em = database.orm.em.fork();
    await expect(em.execute('create table mine (id text)')).rejects.toThrow('permission denied for schema public');
    await expect(em.execute('create schema mine')).rejects.toThrow('permission denied for database');
  });

  it('cannot assume another role', async () => {
    const [row] = await owner.query<{ roles: number }>(
      `select count(*)::integer as roles from pg_auth_members where member = 'annex_app'::regrole`,
    );
    expect(row?.roles).toBe(0);
  });
});
