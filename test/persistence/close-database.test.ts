import { setImmediate } from 'node:timers/promises';
import type { TenantId } from '../../src/domain/ids.ts';
import { openDatabase } from '../../src/persistence/database/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { ensureTenant } from '../support/tenants.ts';

let server: TestDatabase;
let tenantId: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  const database = await openDatabase({ url: server.url });
  ({ id: tenantId } = await ensureTenant(database, { key: 'one', name: 'One', mode: 'sandbox', apiKey: 'one' }));
  await database.close();
});
afterAll(() => server.drop());

describe('close', () => {
  it('waits for transactions that are opening their first connection, and they succeed', async () => {
    const database = await openDatabase({ url: server.url });
    const one = { text: 'select 1 as one' };
    const work = Promise.all([
      database.inTenant(tenantId, (em) => em.execute(one.text)),
      database.inTenant(tenantId, (em) => em.execute(one.text)),
      database.pipelined.transact(tenantId, [one]),
    ]);
    await setImmediate();
    await database.close();
    expect(await work).toEqual([[{ one: 1 }], [{ one: 1 }], [[{ one: 1 }]]]);
  });

  it('waits for a transaction that begins when another one has ended', async () => {
    const database = await openDatabase({ url: server.url, poolSize: 1 });
    const select = (seconds: number) => database.inTenant(tenantId, (em) => em.execute(`select pg_sleep(${seconds})`));
    const next = select(0.1).then(() => select(0.1));
    await setImmediate();
    await database.close();
    expect(await next).toHaveLength(1);
  });
});
