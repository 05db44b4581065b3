import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseInstant } from '../../src/domain/time/instant.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { tenantDirectory } from '../../src/persistence/database/tenants.ts';
import { startProgram } from '../support/program.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const program = join(import.meta.dirname, '../../src/bin/annex.ts');
const emptyFolder = mkdtempSync(join(tmpdir(), 'annex-keys-'));
let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
});
afterAll(async () => {
  await database.close();
  await server.drop();
  rmSync(emptyFolder, { recursive: true });
});

async function annex(args: string, env: NodeJS.ProcessEnv = { ANNEX_DATABASE_OWNER_URL: server.ownerUrl }) {
  const run = startProgram([program, ...args.split(' ')], { DATABASE_URL: '', ANNEX_DATA_DIR: emptyFolder, ...env });
  return { code: await run.ended, lines: run.lines };
}
/** The cells of the first row after the header. */
const cells = (lines: readonly string[]): readonly string[] => (lines[1] ?? '').split(/ {2,}/);
const scopesOf = async (secret: string | undefined): Promise<readonly string[] | undefined> => {
  const now = parseInstant('2026-06-01T12:00:00Z');
  if (now === undefined || secret === undefined) throw new Error('an instant and a secret');
  return (await tenantDirectory(database).findBySecret(secret, now))?.key.scopes;
};

describe('annex tenant and annex key', () => {
  it('create a tenant with keys for its API, and revoke them', async () => {
    expect((await annex('tenant create acme --mode live --name Acme')).lines.slice(3)).toEqual([
      'It has no API key yet: annex key create --tenant acme --name <name>',
    ]);
    const [id, secret] = cells((await annex('key create --tenant acme --name Job --scopes read,admin')).lines);
    expect(secret).toMatch(/^sk_live_[0-9a-z]{51}$/);
    expect(await scopesOf(secret)).toEqual(['read', 'admin']);
    const [newId, rotated] = cells((await annex(`key rotate ${id}`)).lines);
    expect([await scopesOf(secret), await scopesOf(rotated)]).toEqual([undefined, ['read', 'admin']]);
    expect((await annex(`key revoke ${newId}`)).code).toBe(0);
    expect(await scopesOf(rotated)).toBeUndefined();
    const listed = (await annex('key list --tenant acme')).lines;
    expect(listed.slice(1).map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
      ['acme', id, 'revoked', 'read,admin'],
      ['acme', newId, 'revoked', 'read,admin'],
    ]);
    expect(listed.join()).not.toContain(secret);
    expect(cells((await annex('tenant list')).lines).slice(1)).toEqual(['acme', 'live', '0', 'Acme']);
  });

  it.each([
    ['tenant create Acme --mode live --name Acme', '`key` must have 1 to 100 lower-case letters'],
    ['tenant create other --mode test --name Other', '`mode` must '],
    ['key create --tenant none --name Job', 'There is no tenant none: '],
    ['key create --tenant none --name Job --scopes all', '`scopes[0]` must '],
    ['key create --tenant none --name Job --expires tomorrow', '`expiresAt` must be an ISO-8601 instant'],
    ['key revoke key_none', 'There is no key key_none'],
    ['key rotate key_none --grace-hours -1', '`graceHours` must '],
  ])('refuse `annex %s` and say what to do', async (args, message) => {
    const { code, lines } = await annex(args);
    expect([code, lines.join('\n')]).toEqual([1, expect.stringContaining(message)]);
  });

  it('explain how to connect as the owner if there is no owner login or another one', async () => {
    expect((await annex('tenant list', {})).lines).toEqual([
      'annex: There is no database: run `npm start` first, or set ANNEX_DATABASE_OWNER_URL.',
    ]);
    const asApp = await annex('tenant create x --mode live --name X', { ANNEX_DATABASE_OWNER_URL: server.url });
    expect(asApp.lines.join()).toContain('ANNEX_DATABASE_OWNER_URL must be the owner of the tables.');
  });
});

describe('annex migrate', () => {
  it('replaces the key of the tenant local with that of ANNEX_API_KEY', async () => {
    const migrate = (key: string) =>
      annex('migrate', { ANNEX_DATABASE_OWNER_URL: server.ownerUrl, DATABASE_URL: server.url, ANNEX_API_KEY: key });
    const all = ['read', 'write', 'admin'];
    expect((await migrate('sk_before_1')).code).toBe(0);
    expect(await scopesOf('sk_before_1')).toEqual(all);
    expect((await migrate('sk_after_2')).code).toBe(0);
    expect([await scopesOf('sk_before_1'), await scopesOf('sk_after_2')]).toEqual([undefined, all]);
  });
});
