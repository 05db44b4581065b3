import { scheduleRetention, removeExpiredRows } from '../../src/bin/compose/schedule-retention.ts';
import { type TenantId, toTenantId } from '../../src/domain/ids.ts';
import { parseInstant, type Instant } from '../../src/domain/time/instant.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { idempotentWrites } from '../../src/persistence/catalogue/idempotent-writes.ts';
import { removeExpired } from '../../src/persistence/database/retention.ts';
import { createLog } from '../../src/runtime/log.ts';
import { waitFor } from '../support/wait-for.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { created } from '../support/builders/records.ts';
import { createPlainOwner, type PlainOwner } from './plain-owner.ts';
import { aDecision, aGymTenant, decide } from './tenant-fixture.ts';

const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new Error(`${text} is no instant`);
  return parsed;
};
const march = instant('2020-03-01T00:00:00Z');
const dayMs = 86_400_000;
const log = createLog({ level: 'silent' });

let server: TestDatabase;
let plain: PlainOwner;
let owner: OwnerSession;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  plain = await createPlainOwner(server);
  owner = await openOwnerSession(server.ownerUrl);
  database = await openDatabase({ url: server.url });
  for (const name of ['one', 'two']) {
    const tenantId = await aGymTenant(database, name);
    await decide(database, tenantId, aDecision(`sub_${name}`, { events: created(`sub_${name}`) }));
  }
});
beforeEach(async () => {
  await owner.query(`
    delete from idempotency_key;
    insert into idempotency_key (tenant_id, key, request_hash) select id, 'gym', 'gym' from tenant;
    delete from outbox;
    insert into outbox (tenant_id, subscription_id, revision, topic, payload, at)
      select tenant_id, subscription_id, revision, did, '{}', at from decision`);
});
afterAll(async () => {
  await database.close();
  await owner.close();
  await plain.drop();
  await server.drop();
});

const age = async (table: string, column: string, condition: string, at: string): Promise<void> => {
  await owner.query(`update ${table} set ${column} = ? where ${condition}`, [at]);
};
const keysOf = async (): Promise<readonly string[]> => {
  const rows = await owner.query<{ name: string }>(
    `select t.key || ' ' || k.key as name from idempotency_key k join tenant t on t.id = k.tenant_id order by 1`,
  );
  return rows.map(({ name }) => name);
};
const outboxOf = async (): Promise<readonly string[]> => {
  const rows = await owner.query<{ id: string }>(`select subscription_id as id from outbox order by 1`);
  return rows.map(({ id }) => id);
};
const run = (now: string) =>
  removeExpiredRows({
    config: { idempotencyRetentionMs: 10 * dayMs, outboxRetentionMs: 20 * dayMs },
    database,
    log,
    clock: () => instant(now),
  });

// The owner is not a superuser here, so its functions reach only the rows that the policies allow.
describe('removeExpiredRows', () => {
  it('removes Idempotency-Keys of all tenants after their retention, and not before', async () => {
    await age('idempotency_key', 'claimed_at', 'true', '2020-03-01T12:00:00Z');
    await run('2020-03-11T12:00:00Z');
    expect(await keysOf()).toEqual(['one gym', 'two gym']);
    await run('2020-03-11T12:00:00.001Z');
    expect(await keysOf()).toEqual([]);
  });

  it('keeps the decisions, which keep their request ids for ever', async () => {
    await age('idempotency_key', 'claimed_at', 'true', '2020-03-01T12:00:00Z');
    await age('outbox', 'written_at', 'true', '2020-03-01T12:00:00Z');
    await run('2020-06-01T00:00:00Z');
    const rows = await owner.query<{ id: string }>('select request_id as id from decision');
    expect(rows.map(({ id }) => id)).toEqual(['request-1', 'request-1']);
  });

  it('removes rows of the outbox by the time of their insert, whatever the clock of their subscription', async () => {
    await age('outbox', 'written_at', `subscription_id = 'sub_one'`, '2020-03-01T00:00:00Z');
    await age('outbox', 'written_at', `subscription_id = 'sub_two'`, '2020-03-02T00:00:00Z');
    await age('outbox', 'at', 'true', '2019-01-01T00:00:00Z');
    await run('2020-03-21T12:00:00Z');
    expect(await outboxOf()).toEqual(['sub_two']);
  });

  it('removes a key whose request never finished, so that it can be used again', async () => {
    const writes = idempotentWrites(database);
    const [tenant] = await owner.query<{ id: TenantId }>(`select id from tenant where key = 'one'`);
    const claim = () => writes.claim(tenant?.id ?? toTenantId(''), 'half-done', 'hash');
    await claim();
    await age('idempotency_key', 'claimed_at', `key = 'half-done'`, '2020-03-01T00:00:00Z');
    expect((await claim()).kind).toBe('unfinished');
    await run('2020-04-01T00:00:00Z');
    expect((await claim()).kind).toBe('fresh');
  });

  it('never removes rows younger than a day, whatever the setting', async () => {
    await removeExpired(database, 'idempotency_key', { olderThan: instant('2999-01-01T00:00:00Z'), batchSize: 10 });
    await removeExpired(database, 'outbox', { olderThan: instant('2999-01-01T00:00:00Z'), batchSize: 10 });
    expect([(await keysOf()).length, (await outboxOf()).length]).toEqual([2, 2]);
  });

  it('processes more rows than one batch', async () => {
    await age('idempotency_key', 'claimed_at', 'true', '2020-01-01T00:00:00Z');
    expect(await removeExpired(database, 'idempotency_key', { olderThan: march, batchSize: 1 })).toBe(2);
  });

  it('finds the oldest rows by an index', async () => {
    await owner.query(`
      insert into idempotency_key (tenant_id, key, request_hash, claimed_at)
        select t.id, 'k' || n, 'h', timestamptz '2020-01-01' + n * interval '1 minute' from generate_series(1, 20000) n, tenant t`);
    await owner.query('analyze idempotency_key');
    const rows = await owner.query<{ 'QUERY PLAN': string }>(
      `explain select from idempotency_key where claimed_at < '2020-01-02' order by claimed_at limit 1000 for update skip locked`,
    );
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('Index Scan using idempotency_key_by_age');
  });
});

describe('scheduleRetention', () => {
  it('starts at once, and stops on request', async () => {
    await age('outbox', 'written_at', 'true', '2020-03-01T00:00:00Z');
    const config = { idempotencyRetentionMs: 10 * dayMs, outboxRetentionMs: 20 * dayMs };
    const kept = scheduleRetention({ config, database, log, clock: () => instant('2020-06-01T00:00:00Z') });
    const isEmpty = await waitFor('the outbox is empty', async () => (await outboxOf()).length === 0);
    await kept.stop();
    expect(isEmpty).toBe(true);
  });
});
