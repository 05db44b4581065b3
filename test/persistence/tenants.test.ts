import { parseInstant, type Instant } from '../../src/domain/time/instant.ts';
import {
  asOwner,
  createKey,
  createTenant,
  ensureTenant,
  listKeys,
  listTenants,
  revokeKey,
  rotateKey,
  type TenantInput,
} from '../../src/persistence/database/administration.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { tenantDirectory } from '../../src/persistence/database/tenants.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new Error(`${text} is no instant`);
  return parsed;
};
const noon = instant('2026-06-01T12:00:00Z');
const justBefore = instant('2026-06-01T12:00:59.999Z');
const aMinuteLater = instant('2026-06-01T12:01:00Z');

let server: TestDatabase;
let database: Database;
beforeEach(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
});
afterEach(async () => {
  await database.close();
  await server.drop();
});

const acme = { key: 'acme', name: 'Acme', mode: 'live' } as const;
const ensure = (given: Partial<TenantInput> & { readonly apiKey: string }) =>
  asOwner(server.ownerUrl, (em) => ensureTenant(em, { ...acme, ...given }));
const find = (secret: string, at: Instant = noon) => tenantDirectory(database).findBySecret(secret, at);
const opens = async (secret: string, at?: Instant): Promise<boolean> => (await find(secret, at)) !== null;
const newKey = (secret: string) => ({
  id: `key_${secret}`,
  name: 'Job',
  scopes: ['read'] as const,
  createdAt: noon,
  expiresAt: null,
  secret,
});

describe('tenantDirectory', () => {
  it('finds the tenant and the key of a secret, and none for another secret', async () => {
    const { id } = await ensure({ apiKey: 'sk_first' });
    expect(await find('sk_first')).toEqual({
      tenant: { id, mode: 'live', policies: {} },
      key: { id: expect.stringMatching(/^key_[0-9a-f]{32}$/), scopes: ['read', 'write', 'admin'], useIsNews: true },
    });
    expect(await find('sk_other')).toBeNull();
  });

  it('stores the last use of a key once a minute', async () => {
    await ensure({ apiKey: 'sk_first' });
    const tenants = tenantDirectory(database);
    const lastUse = async () => (await asOwner(server.ownerUrl, (em) => listKeys(em, 'acme')))[0]?.lastUsedAt;
    const caller = await tenants.findBySecret('sk_first', noon);
    if (caller === null) throw new Error('the key opens the tenant');
    await tenants.recordUse(caller, noon);
    await tenants.recordUse(caller, justBefore);
    expect(await lastUse()).toBe('2026-06-01 12:00:00+00');
    expect((await find('sk_first', justBefore))?.key.useIsNews).toBe(false);
    expect((await find('sk_first', aMinuteLater))?.key.useIsNews).toBe(true);
    await tenants.recordUse(caller, aMinuteLater);
    expect(await lastUse()).toBe('2026-06-01 12:01:00+00');
  });
});

describe('ensureTenant', () => {
  it('keeps the id of an existing tenant and updates its name and policies', async () => {
    const { id } = await ensure({ apiKey: 'sk_first' });
    const again = await ensure({ apiKey: 'sk_first', name: 'Renamed', policies: { consolidate: 'never' } });
    expect(again.id).toBe(id);
    expect((await find('sk_first'))?.tenant.policies).toEqual({ consolidate: 'never' });
    expect(await asOwner(server.ownerUrl, listTenants)).toEqual([{ ...acme, id, name: 'Renamed', keys: 1 }]);
  });

  it('revokes the former key of the setting, and restores it when the setting returns', async () => {
    await ensure({ apiKey: 'sk_first' });
    await ensure({ apiKey: 'sk_second' });
    expect([await opens('sk_first'), await opens('sk_second')]).toEqual([false, true]);
    await ensure({ apiKey: 'sk_first' });
    expect([await opens('sk_first'), await opens('sk_second')]).toEqual([true, false]);
  });

  it('keeps keys from other sources', async () => {
    await ensure({ apiKey: 'sk_first' });
    await asOwner(server.ownerUrl, (em) => createKey(em, 'acme', () => newKey('made')));
    await ensure({ apiKey: 'sk_second' });
    expect(await opens('made')).toBe(true);
  });

  it('refuses the key of another tenant, a revoked key and another mode, and changes nothing', async () => {
    await ensure({ apiKey: 'sk_first' });
    await expect(ensure({ key: 'third', apiKey: 'sk_first' })).rejects.toThrow('belongs to another tenant');
    await expect(ensure({ mode: 'sandbox', apiKey: 'sk_second' })).rejects.toThrow(
      'The tenant acme is live, which never changes.',
    );
    await ensure({ apiKey: 'sk_second' });
    const [, second] = await asOwner(server.ownerUrl, (em) => listKeys(em, 'acme'));
    await asOwner(server.ownerUrl, (em) => revokeKey(em, second?.id ?? '', noon));
    await expect(ensure({ apiKey: 'sk_second' })).rejects.toThrow('This API key was revoked.');
    expect([await opens('sk_first'), await opens('sk_second')]).toEqual([false, false]);
    expect((await asOwner(server.ownerUrl, listTenants)).map(({ key }) => key)).toEqual(['acme']);
  });
});

describe('createTenant and its keys', () => {
  beforeEach(async () => {
    await asOwner(server.ownerUrl, (em) => createTenant(em, acme));
    await asOwner(server.ownerUrl, (em) => createKey(em, 'acme', () => newKey('old')));
  });

  it('refuses a second tenant with the same key, and a key for an unknown tenant', async () => {
    await expect(asOwner(server.ownerUrl, (em) => createTenant(em, acme))).rejects.toThrow('There is a tenant acme already.');
    await expect(asOwner(server.ownerUrl, (em) => createKey(em, 'none', () => newKey('x')))).rejects.toThrow(
      'There is no tenant none: `annex tenant list` lists all tenants.',
    );
  });

  it('revokes a key once', async () => {
    await asOwner(server.ownerUrl, (em) => revokeKey(em, 'key_old', noon));
    expect(await opens('old')).toBe(false);
    await expect(asOwner(server.ownerUrl, (em) => revokeKey(em, 'key_old', noon))).rejects.toThrow(
      'There is no key key_old to revoke: `annex key list` lists all keys.',
    );
  });

  it.each([
    ['at once', noon, [false, false]],
    ['after the grace', aMinuteLater, [true, false]],
  ])('rotates a key: the old one expires %s', async (_when, oldEndsAt, expected) => {
    const make = () => ({ id: 'key_new', secret: 'new', createdAt: noon });
    await asOwner(server.ownerUrl, (em) => rotateKey(em, 'key_old', { make, oldEndsAt }));
    expect([await opens('old', justBefore), await opens('old', aMinuteLater)]).toEqual(expected);
    expect((await find('new'))?.key).toEqual({ id: 'key_new', scopes: ['read'], useIsNews: true });
  });
});
