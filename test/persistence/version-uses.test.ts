import { openDatabase } from '../../src/persistence/database/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { attached, basic, created, water } from '../support/builders/records.ts';
import { createPlainOwner, type PlainOwner } from './plain-owner.ts';
import { aDecision, aGymTenant, decide } from './tenant-fixture.ts';

let server: TestDatabase;
let owner: PlainOwner;

beforeAll(async () => {
  server = await createTestDatabase();
  owner = await createPlainOwner(server);
});
afterAll(async () => {
  await owner.drop();
  await server.drop();
});

describe('the versions that subscriptions use', () => {
  it('are stored with each decision, and derived for earlier decisions', async () => {
    const database = await openDatabase({ url: server.url });
    const tenantId = await aGymTenant(database, 'gym');
    const uses = () =>
      database.inTenant(tenantId, (em) => em.execute('select version_id as id from offering_version_use order by version_id'));
    await decide(database, tenantId, aDecision('sub_1', { events: created('sub_1') }));
    expect(await uses()).toEqual([{ id: basic.id }]);
    await decide(database, tenantId, aDecision('sub_2', { events: [...created('sub_2'), ...attached()] }));
    const both = [{ id: basic.id }, { id: water.id }];
    expect(await uses()).toEqual(both);
    await owner.migrateAgain('0013-delete-without-prices');
    expect(await uses()).toEqual(both);
    await database.close();
  });
});
