import { openDatabase } from '../../src/persistence/database/database.ts';
import { appRoleUrl, migrate, migrateDown } from '../../src/persistence/database/migrate.ts';
import { asOwner, ensureTenant as ensureAs } from '../../src/persistence/database/administration.ts';
import { ensureTenant } from '../support/tenants.ts';
import { runAsOwner } from '../support/postgres-admin.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const all = [
  '0001-tenants',
  '0002-catalogue',
  '0003-subscriptions',
  '0004-documents',
  '0005-idempotency',
  '0006-decisions',
  '0007-offerings',
  '0008-images',
  '0009-custom-fields',
  '0010-tenant-settings',
  '0011-account-types',
  '0012-one-time-charges',
  '0013-delete-without-prices',
  '0014-version-parts',
  '0015-unit-names',
  '0016-request-origin',
  '0018-fleet',
  '0020-api-keys',
  '0021-function-rights',
  '0022-list-indexes',
  '0023-retention',
  '0028-kept-commands',
  '0029-line-stamps',
  '0030-open-service-periods',
  '0031-stuck-subscriptions',
  '0032-group-commit',
];

let server: TestDatabase;
beforeEach(async () => {
  server = await createTestDatabase();
});
afterEach(() => server.drop());

describe('migrate', () => {
  it('reverts all migrations and applies them again, to a working database', async () => {
    const { ownerUrl } = server;
    expect((await migrateDown({ ownerUrl })).reverted).toEqual(all.toReversed());
    expect((await migrateDown({ ownerUrl })).reverted).toEqual([]);
    expect((await migrate({ ownerUrl })).applied).toEqual(all);
    const database = await openDatabase({ url: server.url });
    expect((await ensureTenant(database, { key: 'a', name: 'A', mode: 'live', apiKey: 'k' })).id).toMatch(/^ten_[0-9a-f]{20}$/);
    await database.close();
  });

  it('applies everything once if it runs twice concurrently', async () => {
    const { ownerUrl } = server;
    await migrateDown({ ownerUrl });
    const runs = await Promise.all([migrate({ ownerUrl }), migrate({ ownerUrl }), migrate({ ownerUrl })]);
    expect(runs.map(({ applied }) => applied).toSorted((a, b) => b.length - a.length)).toEqual([all, [], []]);
  });

  it('works for an owner that is not a superuser, to whom forced row-level security applies', async () => {
    const { ownerUrl } = server;
    await migrateDown({ ownerUrl });
    const name = `owner_${new URL(ownerUrl).pathname.slice(-8)}`;
    await runAsOwner(ownerUrl, [
      `drop extension btree_gist`,
      `drop table migration`,
      `create role ${name} login password 'owner'`,
      `grant create on schema public to ${name}`,
      `grant create on database "${new URL(ownerUrl).pathname.slice(1)}" to ${name}`,
    ]);
    const plain = Object.assign(new URL(ownerUrl), { username: name, password: 'owner' }).href;
    const log: string[] = [];
    expect((await migrate({ ownerUrl: plain, appPassword: 'unused', log: (message) => log.push(message) })).applied).toEqual(
      all,
    );
    expect(log[0]).toBe('the password of annex_app is left as it is: this login may not change it');
    const database = await openDatabase({ url: server.url });
    const { id } = await asOwner(plain, (em) => ensureAs(em, { key: 'a', name: 'A', mode: 'live', apiKey: 'k' }));
    expect(await database.inTenant(id, (em) => em.execute('select key from tenant'))).toEqual([{ key: 'a' }]);
    await database.close();
    await migrateDown({ ownerUrl: plain });
    await runAsOwner(ownerUrl, [`drop owned by ${name}`, `drop role ${name}`]);
  });
});

describe('appRoleUrl', () => {
  it('keeps server, database and options and escapes the password', () => {
    const url = appRoleUrl('postgres://postgres:secret@db.example:5433/annex?sslmode=require', 'p@ss/word');
    expect(url).toBe('postgres://annex_app:p%40ss%2Fword@db.example:5433/annex?sslmode=require');
  });
});
