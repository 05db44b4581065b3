import type { TenantId } from '../../src/domain/ids.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { DatabaseUnavailable, PersistenceConflict } from '../../src/persistence/database/errors.ts';
import { openPipelinedPool } from '../../src/persistence/database/pipelined-pool.ts';
import { waitFor } from '../support/wait-for.ts';
import { runAsOwner } from '../support/postgres-admin.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { ensureTenant } from '../support/tenants.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;
let other: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url, poolSize: 2 });
  const made = async (key: string) => (await ensureTenant(database, { key, name: key, mode: 'sandbox', apiKey: key })).id;
  tenantId = await made('one');
  other = await made('other');
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const tenants = { text: 'select id from tenant' };
const one = { text: 'select 1 as one' };

const ask = async (statement: { readonly text: string }, owner = tenantId): Promise<readonly object[]> => {
  const { transaction, rows } = await database.pipelined.begin(owner, statement);
  await transaction.commit();
  return rows;
};

const killSessions = () =>
  runAsOwner(server.ownerUrl, [
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'annex_app' and datname = current_database()`,
  ]);

const optionsOf = (url: string) => {
  const { hostname: host, port, username: user, password, pathname } = new URL(url);
  return { host, port: Number(port), user, password, database: pathname.slice(1), connectionTimeoutMillis: 3_000, max: 1 };
};

describe('a pipelined transaction', () => {
  it('has the settings of every connection and the role of the program', async () => {
    const settings = [
      'timezone',
      'application_name',
      'statement_timeout',
      'lock_timeout',
      'idle_in_transaction_session_timeout',
    ];
    const text = `select current_user as role, ${settings.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`;
    const expected = {
      role: 'annex_app',
      timezone: 'UTC',
      application_name: 'annex',
      statement_timeout: '10s',
      lock_timeout: '3s',
      idle_in_transaction_session_timeout: '10s',
    };
    expect(await ask({ text })).toEqual([expected]);
    expect(await database.inTenant(tenantId, (em) => em.execute(text))).toEqual([expected]);
  });

  it('sees only its tenant, also on a connection that another tenant used', async () => {
    const single = openPipelinedPool(optionsOf(server.url), () => {});
    const seen: unknown[] = [];
    for (const owner of [tenantId, other, tenantId]) {
      const { transaction, rows } = await single.begin(owner, tenants);
      await transaction.commit();
      seen.push(...rows);
    }
    expect(seen).toEqual([{ id: tenantId }, { id: other }, { id: tenantId }]);
    await single.close();
  });

  it('treats any tenant id as text', async () => {
    expect(await ask(tenants, `'; set local role postgres; --` as TenantId)).toEqual([]);
  });

  it('commits all its statements, the last one included, and none after a rollback', async () => {
    const names = () => ask({ text: 'select settings from tenant' });
    const write = (value: string) => ({
      text: `update tenant set settings = jsonb_build_object('billingFrequencies', '${value}'::text)`,
    });
    const before = await names();
    const first = await database.pipelined.begin(tenantId, write('first'));
    expect(await first.transaction.rollBack()).toBe('rolledBack');
    expect(await names()).toEqual(before);
    const second = await database.pipelined.begin(tenantId, one);
    await second.transaction.commit(write('second'));
    expect(await names()).toEqual([{ settings: { billingFrequencies: 'second' } }]);
  });

  it('never reports a commit that the server turned into a rollback', async () => {
    const { transaction } = await database.pipelined.begin(tenantId, one);
    await transaction.run({ text: 'select 1 / 0' }).catch(() => undefined);
    await expect(transaction.commit()).rejects.toThrow('was committed');
    expect(await transaction.rollBack()).toBe('rolledBack');
  });

  it('commits nothing where the last statement fails', async () => {
    const { transaction } = await database.pipelined.begin(tenantId, {
      text: `update tenant set settings = '{"billingFrequencies": "lost"}'`,
    });
    await expect(transaction.commit({ text: 'select 1 / 0' })).rejects.toThrow('division by zero');
    expect(await transaction.rollBack()).toBe('rolledBack');
    expect(JSON.stringify(await ask({ text: 'select settings from tenant' }))).not.toContain('lost');
  });

  it('translates the error of its first statement, and returns its connection', async () => {
    for (let round = 0; round < 3; round += 1) {
      const refused = database.pipelined.begin(tenantId, { text: 'delete from tenant' });
      await expect(refused).rejects.toThrow(PersistenceConflict);
    }
    expect(await ask(one)).toEqual([{ one: 1 }]);
  });
});

describe('runWithoutTenant', () => {
  it('sees no rows but those of a function of the owner', async () => {
    expect(await database.pipelined.runWithoutTenant(tenants)).toEqual([]);
    const found = await database.pipelined.runWithoutTenant({
      text: `select "tenantId" from annex_find_api_key(encode(sha256('one'), 'hex'), now())`,
    });
    expect(found).toEqual([{ tenantId }]);
  });

  it('translates its error, and gives its connection back', async () => {
    for (let round = 0; round < 3; round += 1)
      await expect(database.pipelined.runWithoutTenant({ text: 'delete from tenant' })).rejects.toThrow(PersistenceConflict);
    expect(await ask(one)).toEqual([{ one: 1 }]);
  });
});

describe('transact', () => {
  const insert = (key: string) => ({
    text: `insert into idempotency_key (tenant_id, key, request_hash) values ($1, $2, 'hash') returning key`,
    values: [tenantId, key],
  });
  const killSleeper = {
    text: `select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(5)' and state = 'active'`,
  };
  const keys = () => ask({ text: 'select key from idempotency_key order by key' });

  it('answers each statement with its rows, and sees only its own tenant', async () => {
    expect(await database.pipelined.transact(tenantId, [one, tenants, { text: 'select 1 where false' }])).toEqual([
      [{ one: 1 }],
      [{ id: tenantId }],
      [],
    ]);
  });

  it('keeps nothing where one of its statements fails, and answers with the error of that statement', async () => {
    const refused = database.pipelined.transact(tenantId, [
      insert('kept-not'),
      { text: 'delete from tenant' },
      insert('never'),
    ]);
    await expect(refused).rejects.toThrow(PersistenceConflict);
    expect(await keys()).toEqual([]);
    expect(await database.pipelined.transact(tenantId, [insert('kept')])).toEqual([[{ key: 'kept' }]]);
    expect(await keys()).toEqual([{ key: 'kept' }]);
  });

  it('waits for the disk unless it is told not to, and only its own transaction does not', async () => {
    const single = openPipelinedPool({ ...optionsOf(server.url), options: '-c synchronous_commit=on' }, () => {});
    const show = { text: 'show synchronous_commit' };
    expect(await single.transact(tenantId, [show], { synchronousCommit: 'off' })).toEqual([[{ synchronous_commit: 'off' }]]);
    expect(await single.transact(tenantId, [show])).toEqual([[{ synchronous_commit: 'on' }]]);
    await single.close();
  });

  it('is DatabaseUnavailable where the connection is lost, and its place in the pool is given back', async () => {
    for (let round = 0; round < 3; round += 1) {
      const sleeping = database.pipelined.transact(tenantId, [{ text: 'select pg_sleep(5)' }]);
      const killed = waitFor('it sleeps', async () => (await ask(killSleeper)).length > 0);
      await expect(sleeping).rejects.toThrow(DatabaseUnavailable);
      await killed;
    }
    expect(await ask(one)).toEqual([{ one: 1 }]);
  });
});

describe('a lost connection', () => {
  it('fails its transaction with an unknown outcome, and frees its place in the pool: after ten a pool of two is usable', async () => {
    for (let round = 0; round < 5; round += 1) {
      const begun = await Promise.all([database.pipelined.begin(tenantId, one), database.pipelined.begin(tenantId, one)]);
      const cut = begun.map(async ({ transaction }) => {
        await expect(transaction.run({ text: 'select pg_sleep(5)' })).rejects.toThrow(/terminat/);
        return transaction.rollBack();
      });
      await killSessions();
      expect(await Promise.all(cut)).toEqual(['unknown', 'unknown']);
    }
    expect(await ask(one)).toEqual([{ one: 1 }]);
  });

  it('is noticed also where no statement runs', async () => {
    const { transaction } = await database.pipelined.begin(tenantId, one);
    await killSessions();
    await expect(transaction.commit()).rejects.toThrow(/terminat|not queryable/);
    expect(await transaction.rollBack()).toBe('unknown');
    await Promise.all([ask(one), ask(one)]);
    await killSessions();
    const answered = () =>
      ask(one).then(
        () => true,
        () => false,
      );
    await waitFor('the pool has noticed and connects anew', answered);
  });

  it('is detected by a timeout if no answer arrives', async () => {
    const proxy = await startTcpProxy(new URL(server.url).host);
    const { href } = Object.assign(new URL(server.url), { host: proxy.address });
    const pool = openPipelinedPool({ ...optionsOf(href), query_timeout: 300 }, () => {});
    const { transaction } = await pool.begin(tenantId, one);
    proxy.freeze();
    await expect(transaction.commit(one)).rejects.toThrow(/Query read timeout|Connection terminated/);
    expect(await transaction.rollBack()).toBe('unknown');
    await pool.close();
    await proxy.close();
  });

  it('fails with DatabaseUnavailable without a server, a login or a place in the pool', async () => {
    const holder = openPipelinedPool({ ...optionsOf(server.url), connectionTimeoutMillis: 200 }, () => {});
    const { transaction } = await holder.begin(tenantId, one);
    const stranger = openPipelinedPool({ ...optionsOf(server.url), user: 'nobody_at_all' }, () => {});
    const nowhere = openPipelinedPool({ ...optionsOf(server.url), port: 1 }, () => {});
    for (const pool of [holder, stranger, nowhere])
      await expect(pool.begin(tenantId, one)).rejects.toThrow(DatabaseUnavailable);
    await transaction.commit();
    await Promise.all([holder, stranger, nowhere].map((pool) => pool.close()));
  });
});
