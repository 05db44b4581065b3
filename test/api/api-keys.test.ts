import { randomUUID } from 'node:crypto';
import { waitFor } from '../support/wait-for.ts';
import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';

let api: ApiUnderTest;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.stop());

const bearer = (secret: unknown) => ({ authorization: `Bearer ${String(secret)}` });
const make = (given: object = {}, headers = {}): Promise<Reply> =>
  api.call('POST', '/v1/api-keys', { body: { name: 'Reader', scopes: ['read'], ...given }, headers });
const feature = { key: 'water', name: 'Water', kind: 'boolean' };
const listed = async (): Promise<readonly Record<string, unknown>[]> =>
  (await api.call('GET', '/v1/api-keys')).body['data'] as Record<string, unknown>[];

describe('POST /v1/api-keys', () => {
  it('returns the secret, which authenticates as the tenant', async () => {
    const made = await make();
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Reader', scopes: ['read'], expiresAt: null, lastUsedAt: null, createdAt: '2026-06-01T12:00:00.000Z' },
    });
    expect(made.body['secret']).toMatch(/^sk_sandbox_[0-9a-z]{51}$/);
    expect((await api.call('GET', '/v1/features', { headers: bearer(made.body['secret']) })).status).toBe(200);
  });

  it('answers a repeated request with the same key, without the secret, and creates no second one', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await make({}, headers);
    const second = await make({}, headers);
    expect([second.status, second.body]).toEqual([201, { ...first.body, secret: null }]);
    expect((await listed()).map(({ name }) => name)).toEqual(['ANNEX_API_KEY', 'Reader']);
  });

  it('refuses no scope, an unknown scope, a repeated scope, and an expiry in the past', async () => {
    expect(issuesIn(await make({ scopes: [] }))).toEqual(['too_small /scopes']);
    expect(issuesIn(await make({ scopes: ['root'] }))).toEqual(['invalid_value /scopes/0']);
    expect((await make({ scopes: ['read', 'read'] })).status).toBe(400);
    expect(issuesIn(await make({ expiresAt: '2026-06-01T12:00:00Z' }))).toEqual(['too_small /expiresAt']);
  });
});

describe('GET /v1/api-keys', () => {
  it('returns neither a secret nor its hash', async () => {
    const { body } = await make();
    const text = JSON.stringify(await api.call('GET', '/v1/api-keys?limit=100'));
    expect(text).toContain(String(body['id']));
    expect(text).not.toContain(String(body['secret']));
    expect(Object.keys((await listed())[1] ?? {}).toSorted()).toEqual([
      'createdAt',
      'expiresAt',
      'id',
      'lastUsedAt',
      'name',
      'scopes',
    ]);
  });

  it('is paged in the order of creation', async () => {
    await make({ name: 'Second' });
    const first = await api.call('GET', '/v1/api-keys?limit=1');
    const rest = await api.call('GET', `/v1/api-keys?limit=1&cursor=${String(first.body['nextCursor'])}`);
    expect(rest.body).toMatchObject({ data: [{ name: 'Second' }], nextCursor: null });
  });

  it('returns the time of the last use, which is recorded without delaying requests', async () => {
    const { body } = await make();
    await api.call('GET', '/v1/features', { headers: bearer(body['secret']) });
    const seen = await waitFor('both keys show their use', async () => {
      const uses = (await listed()).map(({ lastUsedAt }) => lastUsedAt);
      return uses.includes(null) ? null : uses;
    });
    expect(seen).toEqual(['2026-06-01T12:00:00.000Z', '2026-06-01T12:00:00.000Z']);
  });
});

describe('DELETE /v1/api-keys/{id}', () => {
  it('revokes a key at once; a second call finds none', async () => {
    const { body } = await make();
    const headers = bearer(body['secret']);
    expect((await api.call('GET', '/v1/features', { headers })).status).toBe(200);
    expect(await api.call('DELETE', `/v1/api-keys/${String(body['id'])}`)).toMatchObject({
      status: 200,
      body: { revoked: true },
    });
    expect((await api.call('GET', '/v1/features', { headers })).status).toBe(401);
    expect((await listed()).map(({ name }) => name)).toEqual(['ANNEX_API_KEY']);
    expect(await api.call('DELETE', `/v1/api-keys/${String(body['id'])}`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  it('refuses to revoke the key of the request', async () => {
    const [own] = await listed();
    const reply = await api.call('DELETE', `/v1/api-keys/${String(own?.['id'])}`);
    expect([reply.status, reply.body['code']]).toEqual([409, 'api_key_in_use']);
    expect((await api.call('GET', '/v1/features')).status).toBe(200);
  });
});

describe('the expiry of a key', () => {
  it('takes effect at its instant', async () => {
    const { body } = await make({ expiresAt: '2026-06-01T13:00:00Z' });
    const read = async () => (await api.call('GET', '/v1/features', { headers: bearer(body['secret']) })).status;
    api.setClock('2026-06-01T12:59:59.999Z');
    expect(await read()).toBe(200);
    api.setClock('2026-06-01T13:00:00Z');
    expect(await read()).toBe(401);
  });
});

describe('scopes', () => {
  const calls = {
    read: ['GET', '/v1/features', undefined, 200],
    head: ['HEAD', '/v1/features', undefined, 200],
    calculate: ['POST', '/v1/prices/calculate', { calculations: [] }, 400],
    preview: ['POST', '/v1/subscriptions/preview', {}, 400],
    check: ['POST', '/v1/entitlements/check', {}, 400],
    dryRun: ['POST', '/v1/catalog/import?dryRun=true', {}, 200],
    import: ['POST', '/v1/catalog/import', {}, 200],
    write: ['POST', '/v1/features', feature, 201],
    settings: ['PATCH', '/v1/settings', {}, 200],
    command: ['POST', '/v1/subscriptions/sub_none/cancel', {}, 404],
    keys: ['GET', '/v1/api-keys', undefined, 200],
    makeKey: ['POST', '/v1/api-keys', { name: 'More', scopes: ['admin'] }, 201],
  } as const;
  type CallName = keyof typeof calls;
  const reads: readonly CallName[] = ['read', 'head', 'calculate', 'preview', 'check', 'dryRun'];
  const writes: readonly CallName[] = ['import', 'write', 'settings', 'command'];
  const keys: readonly CallName[] = ['keys', 'makeKey'];

  it.each<[string, readonly string[], readonly CallName[]]>([
    ['read: calls that write nothing', ['read'], reads],
    ['write: these and all others except keys', ['write'], [...reads, ...writes]],
    ['admin: keys only', ['admin'], keys],
    ['read and admin: both', ['read', 'admin'], [...reads, ...keys]],
  ])('%s', async (_name, scopes, allowed) => {
    const { body } = await make({ scopes });
    for (const [name, [method, path, sent, status]] of Object.entries(calls)) {
      const reply = await api.call(method, path, {
        headers: bearer(body['secret']),
        ...(sent === undefined ? {} : { body: sent }),
      });
      const expected = allowed.some((each) => each === name) ? status : 403;
      expect([name, reply.status]).toEqual([name, expected]);
    }
  });

  it('are named in the refusal if missing, and nothing is written', async () => {
    const { body } = await make();
    const refused = await api.call('POST', '/v1/features', { body: feature, headers: bearer(body['secret']) });
    expect([refused.status, refused.body['code'], refused.body['detail']]).toEqual([
      403,
      'insufficient_scope',
      'This call requires a key with the scope `write`; this key has `read`.',
    ]);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="write"');
    expect((await api.call('GET', '/v1/features')).body['data']).toEqual([]);
  });
});
