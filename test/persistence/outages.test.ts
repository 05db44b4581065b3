import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { DatabaseUnavailable } from '../../src/persistence/database/errors.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import { runAsOwner } from '../support/postgres-admin.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { aGymTenant, decide, aDecision } from './tenant-fixture.ts';
import { created, subscriptionId } from '../support/builders/records.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url, poolSize: 2 });
  tenantId = await aGymTenant(database, 'gym');
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const killSessions = () =>
  runAsOwner(server.ownerUrl, [
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'annex_app' and datname = current_database()`,
  ]);

describe('a transaction', () => {
  it('ends in DatabaseUnavailable if its connection is cut, and the next one works', async () => {
    const cut = database.inTenant(tenantId, async (em) => {
      await em.execute('select 1');
      await killSessions();
      await em.execute('select 1');
    });
    await expect(cut).rejects.toThrow(DatabaseUnavailable);
    await expect(subscriptionReads(database).ping()).resolves.toBeUndefined();
  });

  it('returns its connection to the pool: after ten cut transactions a pool of two is usable', async () => {
    for (let round = 0; round < 5; round += 1) {
      const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const cut = begun.map(({ resolve }) =>
        database.inTenant(tenantId, async (em) => {
          await em.execute('select 1');
          resolve();
          await em.execute('select pg_sleep(5)');
        }),
      );
      const both = Promise.allSettled(cut);
      await Promise.all(begun.map(({ promise }) => promise));
      await killSessions();
      expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    }
    await expect(subscriptionReads(database).ping()).resolves.toBeUndefined();
  });

  it('works after idle connections are cut', async () => {
    await Promise.all([subscriptionReads(database).ping(), subscriptionReads(database).ping()]);
    await killSessions();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(decide(database, tenantId, aDecision('sub_1', { events: created('sub_1') }))).resolves.toMatchObject({
      result: 'applied',
    });
  });

  it('waits at most 3 s for a locked subscription', async () => {
    const waiting = database.inTenant(tenantId, async (holder) => {
      await holder.execute('select from subscription for update');
      return decide(
        database,
        tenantId,
        aDecision('sub_1', { events: [], before: aDecision('sub_1', { events: created('sub_1') }).after, revision: 2 }),
      ).catch((error: unknown) => error);
    });
    expect(await waiting).toBeInstanceOf(DatabaseUnavailable);
  });

  it('ends in DatabaseUnavailable if it cannot begin because of a wrong password', async () => {
    const url = new URL(server.url);
    url.username = 'nobody_at_all';
    const stranger = await openDatabase({ url: url.href });
    await expect(subscriptionReads(stranger).find(tenantId, subscriptionId)).rejects.toThrow(DatabaseUnavailable);
    await stranger.close();
  });

  it('ends in DatabaseUnavailable if the server is read-only, as a standby is', async () => {
    const write = database.inTenant(tenantId, async (em) => {
      await em.execute('set transaction read only');
      await em.execute(`update subscription set stuck = null`);
    });
    await expect(write).rejects.toThrow(DatabaseUnavailable);
  });

  it('ends in DatabaseUnavailable if no server listens', async () => {
    const nowhere = await openDatabase({ url: 'postgres://annex_app@127.0.0.1:1/annex' });
    await expect(subscriptionReads(nowhere).ping()).rejects.toThrow(DatabaseUnavailable);
    await expect(subscriptionReads(nowhere).find(tenantId, subscriptionId)).rejects.toThrow(DatabaseUnavailable);
    await nowhere.close();
  });
});
