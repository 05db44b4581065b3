import { asOwner, ensureTenant, listKeys } from '../../src/persistence/database/administration.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createPlainOwner, type PlainOwner } from './plain-owner.ts';

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

describe('keys from before names and expiries', () => {
  it('keep every scope; those of the tenant local belong to the setting and end when it changes', async () => {
    const give = (key: string, apiKey: string) =>
      asOwner(server.ownerUrl, (em) => ensureTenant(em, { key, name: key, mode: 'sandbox', apiKey }));
    const keys = async () =>
      (await asOwner(server.ownerUrl, (em) => listKeys(em, null))).map(({ tenant, name, scopes, status }) => [
        tenant,
        name,
        scopes.join(),
        status,
      ]);
    await give('acme', 'sk_acme');
    await give('local', 'sk_local');
    await owner.migrateAgain('0020-api-keys');
    expect(await keys()).toEqual([
      ['acme', 'first key', 'read,write,admin', 'active'],
      ['local', 'ANNEX_API_KEY', 'read,write,admin', 'active'],
    ]);
    await give('local', 'sk_changed');
    expect((await keys()).slice(1)).toEqual([
      ['local', 'ANNEX_API_KEY', 'read,write,admin', 'replaced'],
      ['local', 'ANNEX_API_KEY', 'read,write,admin', 'active'],
    ]);
  });
});
