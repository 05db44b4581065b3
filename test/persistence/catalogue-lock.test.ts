import type { Feature } from '../../src/domain/catalogue/model/feature.ts';
import { type TenantId, toVersionId } from '../../src/domain/ids.ts';
import { lockCatalogue, sharedCatalogueLock } from '../../src/persistence/catalogue/catalogue-lock.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { DatabaseUnavailable } from '../../src/persistence/database/errors.ts';
import { waitFor } from '../support/wait-for.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { anOffering, water } from '../support/builders/records.ts';
import { aGymTenant } from './tenant-fixture.ts';
import { writeCatalogue, type Writes } from './write-catalogue.ts';

type Transaction = Parameters<typeof lockCatalogue>[0];

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  tenantId = await aGymTenant(database, 'gym');
  // Its id sorts before that of the plan.
  await write((writes) => writes.insertOffering(anOffering({ ...water, id: toVersionId('ver_aqua_1'), key: 'aqua' })));
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

/** Runs work in one transaction. */
const write = (work: (writes: Writes) => Promise<unknown>) => writeCatalogue({ database, tenantId }, work);

/** The number of connections that wait for a lock. */
const waiting = () =>
  database.inTenant(tenantId, async (em) => {
    const [row] = await em.execute<{ count: number }[]>(
      `select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return row?.count ?? 0;
  });

/** Starts work and resolves as soon as it waits for a lock; the work continues. */
async function untilItWaits(work: () => Promise<unknown>): Promise<{ readonly done: Promise<unknown> }> {
  const done = work();
  await waitFor('a connection waits for a lock', async () => (await waiting()) > 0);
  return { done };
}

const drinks: Feature = {
  id: 'fea_drinks',
  key: 'drinks',
  name: 'Drinks',
  kind: 'boolean',
  unit: null,
  meter: null,
  revision: 1,
};
const changes = (features: readonly Feature[]) => ({ features, products: [], offerings: [] });

describe('an import concurrent with another write', () => {
  it('waits for a launch that locked its plan and continues with an add-on, without a deadlock', async () => {
    const order: string[] = [];
    let imported: Promise<unknown> = Promise.resolve();
    await write(async (writes) => {
      await writes.lockOffering('plan', 'basic');
      ({ done: imported } = await untilItWaits(() =>
        write(async (others) => {
          await others.lockCatalogue();
          order.push('import');
        }),
      ));
      await writes.findLaunchedAddOns(['aqua']);
      order.push('launch');
    });
    await imported;
    expect(order).toEqual(['launch', 'import']);
  });

  it('waits for a write that created a feature of its file and continues with a plan', async () => {
    let imported: Promise<unknown> = Promise.resolve();
    await write(async (writes) => {
      expect(await writes.insertFeature(drinks)).toBe('inserted');
      ({ done: imported } = await untilItWaits(() =>
        write(async (others) => {
          await others.lockCatalogue();
          await others.saveCatalogue(changes([{ ...drinks, id: 'fea_other' }]));
        }),
      ));
      expect(await writes.lockOffering('plan', 'basic')).toMatchObject({ key: 'basic' });
    });
    await expect(imported).resolves.toMatchObject({ kind: 'answered' });
  });

  it('excludes other writes', async () => {
    let launched: Promise<unknown> = Promise.resolve();
    const order: string[] = [];
    await write(async (writes) => {
      await writes.lockCatalogue();
      ({ done: launched } = await untilItWaits(() =>
        write(async (others) => {
          await others.lockOffering('plan', 'basic');
          order.push('launch');
        }),
      ));
      order.push('import');
    });
    await launched;
    expect(order).toEqual(['import', 'launch']);
  });
});

describe('the wait for an import', () => {
  const timeout = `select current_setting('lock_timeout') as lock`;
  const settings = { lock: '100ms' };
  /** A transaction whose row lock timeout is shorter than an import. */
  const impatient = <T>(work: (source: Transaction) => Promise<T>): Promise<T> =>
    database.inTenant(tenantId, async (em) => {
      await em.execute(`select set_config('lock_timeout', ?, true)`, [settings.lock]);
      return work({ em, tenantId });
    });
  /** Locks the catalogue while the work waits for it, for much longer than the row lock timeout. */
  const whileHeld = async <T>(work: () => Promise<T>): Promise<{ readonly done: Promise<unknown> }> =>
    database.inTenant(tenantId, async (em) => {
      await lockCatalogue({ em, tenantId });
      const waiter = await untilItWaits(work);
      await em.execute('select pg_sleep(0.6)');
      return waiter;
    });
  const settingsAfter = (take: (source: Transaction) => Promise<void>) => () =>
    impatient(async (source) => {
      await take(source);
      return source.em.execute(timeout);
    });

  it.each<[string, (source: Transaction) => Promise<void>]>([
    ['another write', (source) => sharedCatalogueLock(source)()],
    ['another import', (source) => lockCatalogue(source)],
  ])('may exceed the row lock timeout, for %s, which applies again afterwards', async (_what, take) => {
    const { done } = await whileHeld(settingsAfter(take));
    expect(await done).toEqual([settings]);
  });

  it('leaves the timeouts unchanged if nobody has locked the catalogue', async () => {
    expect(await settingsAfter((source) => sharedCatalogueLock(source)())()).toEqual([settings]);
  });

  it('ends in an outage after its timeout', async () => {
    const refused = database.inTenant(tenantId, async (em) => {
      await lockCatalogue({ em, tenantId });
      await impatient((source) => sharedCatalogueLock(source, { timeoutMs: 20 })());
    });
    await expect(refused).rejects.toThrow(DatabaseUnavailable);
    await expect(refused).rejects.toThrow(/lock timeout/);
  });

  it('concerns only the catalogue of its tenant', async () => {
    const otherId = await aGymTenant(database, 'other');
    const alone = database.inTenant(tenantId, async (em) => {
      await lockCatalogue({ em, tenantId });
      return impatient(async ({ em: others }) => {
        await sharedCatalogueLock({ em: others, tenantId: otherId }, { timeoutMs: 20 })();
        return 'shared';
      });
    });
    expect(await alone).toBe('shared');
  });
});

describe('two writes to different offerings', () => {
  it('run in parallel', async () => {
    const order: string[] = [];
    await write(async (writes) => {
      await writes.lockOffering('addOn', 'aqua');
      await write(async (others) => {
        await others.lockOffering('plan', 'basic');
        order.push('second');
      });
      order.push('first');
    });
    expect(order).toEqual(['second', 'first']);
  });
});
