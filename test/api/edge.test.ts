import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type ApiUnderTest, issuesIn, startApi } from './start-api.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const feature = (key: string) => ({ key, name: 'Gym access', kind: 'boolean' });

describe('authentication', () => {
  it.each<[string, string | undefined]>([
    ['without a key', undefined],
    ['with an unknown key', 'Bearer sk_wrong'],
    ['with another scheme', 'Basic c2s='],
  ])('refuses a caller %s', async (_what, authorization) => {
    const reply = await api.call('GET', '/v1/features', { headers: { authorization } });
    expect([reply.status, reply.body['code']]).toEqual([401, 'unauthenticated']);
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    expect(reply.headers.get('content-type')).toMatch('application/problem+json');
  });

  it('precedes the checks of path and body', async () => {
    const reply = await api.call('POST', '/v1/nowhere', { text: '{', headers: { authorization: undefined } });
    expect(reply.status).toBe(401);
  });

  it('is not required for /healthz and /readyz', async () => {
    expect(await api.call('GET', '/healthz', { headers: { authorization: undefined } })).toMatchObject({
      status: 200,
      body: { status: 'alive' },
    });
    const ready = await api.call('GET', '/readyz', { headers: { authorization: undefined } });
    expect(ready).toMatchObject({
      status: 503,
      body: { status: 'notReady', database: 'up', temporal: 'down', worker: 'down' },
    });
    expect(ready.headers.get('retry-after')).toBe('5');
  });
});

describe('bodies', () => {
  it('refuses what is not JSON', async () => {
    const reply = await api.call('POST', '/v1/features', { text: '{"name": ' });
    expect([reply.status, reply.body['code']]).toEqual([400, 'malformed_json']);
  });

  it('refuses another media type', async () => {
    const reply = await api.call('POST', '/v1/features', {
      text: 'name=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([reply.status, reply.body['code']]).toEqual([415, 'unsupported_media_type']);
  });

  it('refuses more than 256 kB', async () => {
    const reply = await api.call('POST', '/v1/features', { body: { name: 'x'.repeat(256 * 1024) } });
    expect([reply.status, reply.body['code']]).toEqual([413, 'body_too_large']);
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ['that is not gzip', 'not gzip', { 'content-encoding': 'gzip' }, 400, 'malformed_body'],
    ['that is not Brotli', 'not brotli', { 'content-encoding': 'br' }, 400, 'malformed_body'],
    ['that is not deflated', '{}', { 'content-encoding': 'deflate' }, 400, 'malformed_body'],
    ['of an unknown encoding', '{}', { 'content-encoding': 'rot13' }, 415, 'unsupported_media_type'],
    ['of another charset', '{}', { 'content-type': 'application/json; charset=latin1' }, 415, 'unsupported_media_type'],
    ['of an unknown charset', '{}', { 'content-type': 'application/json; charset=utf-9' }, 415, 'unsupported_media_type'],
    ['that is JSON but not an object', '"x"', {}, 400, 'malformed_json'],
    ['that is truncated', '{"name":"x"', {}, 400, 'malformed_json'],
    ['that is nested too deeply', '['.repeat(100_000), {}, 400, 'malformed_json'],
  ])('refuses one %s', async (_what, text, headers, status, code) => {
    for (const path of ['/v1/features', '/v1/catalog/import']) {
      const reply = await api.call('POST', path, { text, headers });
      expect([path, reply.status, reply.body['code']]).toEqual([path, status, code]);
    }
  });

  it('refuses truncated gzip', async () => {
    const whole = gzipSync('{"name":"x","kind":"boolean"}');
    const response = await fetch(`${api.url}/v1/features`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: whole.subarray(0, whole.length - 8),
    });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'malformed_body' }]);
  });

  it('accepts a compressed body', async () => {
    const response = await fetch(`${api.url}/v1/features`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${api.key}`,
        'content-type': 'application/json; charset="UTF-8"',
        'content-encoding': 'gzip',
        'idempotency-key': randomUUID(),
      },
      body: gzipSync(JSON.stringify(feature('zipped'))),
    });
    expect(response.status).toBe(201);
  });

  it('refuses bytes that are not UTF-8 instead of replacing them', async () => {
    const response = await fetch(`${api.url}/v1/features`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: Buffer.from('{"name":"caf\xe9"}', 'latin1'),
    });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'malformed_json' }]);
  });

  it('refuses a missing body with an empty pointer', async () => {
    expect(issuesIn(await api.call('POST', '/v1/features'))).toEqual(['invalid_type ']);
  });

  it('reports every issue with its pointer, unknown fields included', async () => {
    const reply = await api.call('POST', '/v1/features', { body: { name: 'X', kind: 'purple', colour: 'red' } });
    expect([reply.status, reply.body['code']]).toEqual([400, 'invalid_request']);
    expect(issuesIn(reply)).toEqual(['invalid_value /kind', 'unknown_field /colour']);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['U+0000', '/v1/products', '{"name":"a\\u0000b"}', ['invalid_format /name']],
    ['half of a surrogate pair', '/v1/products', '{"name":"a\\ud800b"}', ['invalid_format /name']],
    ['half of one in a reason', '/v1/subscriptions/sub_1/cancel', '{"reason":"\\ud83d"}', ['invalid_format /reason']],
    ['half of one in the name of a field', '/v1/products', '{"a\\ud800":"x"}', ['invalid_format /a\ufffd']],
    [
      'U+0000 in a tax profile',
      '/v1/prices/calculate',
      '{"calculations":[{"x":"\\u0000"}]}',
      ['invalid_format /calculations/0/x'],
    ],
    ['U+0000 in a file', '/v1/catalog/import', '{"plans":[{"name":"\\u0000"}]}', ['invalid_format /plans/0/name']],
  ])('refuses text that cannot be stored: %s', async (_what, path, text, issues) => {
    const reply = await api.call('POST', path, { text });
    expect([reply.status, reply.body['code'], issuesIn(reply)]).toEqual([400, 'invalid_request', issues]);
  });

  it('refuses the field `__proto__`', async () => {
    const text = '{"name":"A","productKey":"p","rateCards":[],"customFields":{"__proto__":"a"}}';
    expect(issuesIn(await api.call('POST', '/v1/plans', { text }))).toEqual(['unknown_field /customFields/__proto__']);
  });

  it('reports at most 100 issues, and at most ten in the detail', async () => {
    const body = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`field-${index}`, index]));
    const reply = await api.call('POST', '/v1/products', { body });
    expect([reply.status, issuesIn(reply).length]).toEqual([400, 101]);
    expect(reply.body['detail']).toMatch(/And 141 more\.$/);
  });
});

describe('methods', () => {
  /** fetch refuses to send TRACE. */
  const trace = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(`${api.url}${path}`, { method: 'TRACE' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it.each(['/healthz', '/v1/features', '/v1/subscriptions/sub_1/cancel', '/v1/nowhere', '/'])(
    'refuses TRACE of %s',
    async (path) => {
      expect(await trace(path)).toBe(405);
    },
  );

  it.each([
    ['/healthz', 'GET, HEAD, OPTIONS'],
    ['/v1/features', 'POST, GET, HEAD, OPTIONS'],
    ['/v1/subscriptions/sub_1/cancel', 'POST, OPTIONS'],
  ])('of %s are listed by OPTIONS without authentication', async (path, allowed) => {
    const response = await fetch(`${api.url}${path}`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, allowed]);
  });

  it('answers HEAD as GET, without the body', async () => {
    const response = await fetch(`${api.url}/v1/features`, { method: 'HEAD', headers: { authorization: `Bearer ${api.key}` } });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(
      (
        await fetch(`${api.url}/v1/subscriptions/sub_1/cancel`, {
          method: 'HEAD',
          headers: { authorization: `Bearer ${api.key}` },
        })
      ).status,
    ).toBe(405);
  });
});

describe('Accept', () => {
  it.each<[string, string, string, number]>([
    ['GET', '/v1/features', 'application/pdf', 406],
    ['GET', '/v1/invoices/inv_1', 'application/pdf', 406],
    ['GET', '/v1/features', 'text/html, application/xml;q=0.9', 406],
    ['POST', '/v1/features', 'text/csv', 406],
    ['GET', '/healthz', 'image/png', 406],
    ['GET', '/v1/catalog/export', 'text/csv', 406],
    ['GET', '/v1/catalog/export?format=csv', 'application/json', 406],
    ['GET', '/v1/catalog/export?format=csv', 'text/csv', 200],
    ['GET', '/v1/features', 'application/pdf, */*;q=0.1', 200],
    ['GET', '/v1/features', 'application/*', 200],
    ['GET', '/v1/features', 'application/json; charset=utf-8', 200],
  ])('%s %s as %s', async (method, path, accept, status) => {
    const reply = await fetch(`${api.url}${path}`, { method, headers: { authorization: `Bearer ${api.key}`, accept } });
    const isProblem = reply.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
    expect([reply.status, isProblem]).toEqual([status, status === 406]);
  });

  it('names the available media types in the problem', async () => {
    const reply = await api.call('GET', '/v1/features', { headers: { accept: 'application/pdf' } });
    expect([reply.status, reply.body['code']]).toEqual([406, 'not_acceptable']);
    expect(reply.body['detail']).toContain('application/json');
  });
});

describe('paths and queries', () => {
  it('answers an unknown path with a problem', async () => {
    const reply = await api.call('GET', '/v1/nowhere');
    expect([reply.status, reply.body['code']]).toEqual([404, 'route_not_found']);
  });

  it('answers an unsupported method with the allowed ones', async () => {
    const reply = await api.call('DELETE', '/v1/features');
    expect([reply.status, reply.body['code'], reply.headers.get('allow')]).toEqual([
      405,
      'method_not_allowed',
      'POST, GET, HEAD, OPTIONS',
    ]);
  });

  it.each(['/v1/plans/%00', '/v1/plans/a%2Fb', `/v1/plans/${'x'.repeat(200)}`])('answers 404 for %s', async (path) => {
    expect(await api.call('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('refuses a path with an invalid percent-encoding', async () => {
    expect(await api.call('GET', '/v1/plans/%E0%A4%A')).toMatchObject({ status: 404, body: { code: 'route_not_found' } });
  });

  it.each([
    ['limit=0', 'too_small /query/limit'],
    ['limit=101', 'too_big /query/limit'],
    ['limit=x', 'invalid_type /query/limit'],
    ['page=2', 'unknown_field /query/page'],
  ])('refuses the query %s', async (query, issue) => {
    expect(issuesIn(await api.call('GET', `/v1/features?${query}`))).toEqual([issue]);
  });
});

describe('request ids', () => {
  it('are echoed in the header and in problems', async () => {
    const reply = await api.call('GET', '/v1/nowhere', { headers: { 'x-request-id': 'my-request.1' } });
    expect([reply.headers.get('x-request-id'), reply.body['instance']]).toEqual(['my-request.1', 'urn:request:my-request.1']);
  });

  it('are generated if missing or invalid', async () => {
    const reply = await api.call('GET', '/healthz', { headers: { 'x-request-id': 'a b' } });
    expect(reply.headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{25}$/);
  });
});

describe('Idempotency-Key', () => {
  it('is required for every write', async () => {
    const reply = await api.call('POST', '/v1/features', { body: feature('k0'), headers: { 'idempotency-key': undefined } });
    expect([reply.status, reply.body['code']]).toEqual([400, 'idempotency_key_required']);
  });

  it('must not contain spaces', async () => {
    const reply = await api.call('POST', '/v1/features', { body: feature('k0'), headers: { 'idempotency-key': 'a b' } });
    expect([reply.status, reply.body['code']]).toEqual([400, 'idempotency_key_invalid']);
  });

  it('repeats the answer for the same request, whatever the order of its fields', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await api.call('POST', '/v1/features', { body: feature('k1'), headers });
    const second = await api.call('POST', '/v1/features', {
      text: '{"kind":"boolean","name":"Gym access","key":"k1"}',
      headers,
    });
    expect(first.status).toBe(201);
    expect([second.status, second.body]).toEqual([201, first.body]);
  });

  it('conflicts with another body, path or method', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await api.call('POST', '/v1/features', { body: feature('k2'), headers });
    for (const [path, body] of [
      ['/v1/features', feature('k3')],
      ['/v1/products', { name: 'Club' }],
    ] as const) {
      const reply = await api.call('POST', path, { body, headers });
      expect([reply.status, reply.body['code']]).toEqual([409, 'idempotency_key_reused']);
    }
  });

  it('repeats a refusal, even after its cause is gone', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const launch = () => api.call('POST', '/v1/plans/late/launch', { headers });
    const first = await launch();
    expect(first).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await launch()).body).toEqual(first.body);
  });

  it('gives one effect for twenty concurrent copies of a request', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => api.call('POST', '/v1/features', { body: feature('k4'), headers })),
    );
    expect(new Set(replies.map(({ status, body }) => `${status} ${String(body['id'])}`)).size).toBe(1);
  });
});

describe('without an engine', () => {
  it('answers a command with 503 and Retry-After, also when it is repeated; its Idempotency-Key stays in use', async () => {
    const { body: customer } = await api.call('POST', '/v1/customers', { body: { name: 'Ada' } });
    const order = { customerId: customer['id'], planKey: 'basic', cadence: { every: 1, unit: 'month' }, currency: 'USD' };
    const headers = { 'idempotency-key': randomUUID() };
    for (const attempt of [1, 2]) {
      const reply = await api.call('POST', '/v1/subscriptions', { body: order, headers });
      expect([attempt, reply.status, reply.body['code'], reply.headers.get('retry-after')]).toEqual([
        attempt,
        503,
        'engine_unavailable',
        '5',
      ]);
    }
    const other = await api.call('POST', '/v1/subscriptions', { body: { ...order, planKey: 'other' }, headers });
    expect([other.status, other.body['code']]).toEqual([409, 'idempotency_key_reused']);
  });

  it('answers 404 for an unknown subscription without calling the engine', async () => {
    const reply = await api.call('POST', '/v1/subscriptions/sub_none/cancel', { body: {} });
    expect([reply.status, reply.body['code']]).toEqual([404, 'subscription_not_found']);
  });

  it('refuses an If-Match that is not an ETag', async () => {
    const reply = await api.call('POST', '/v1/subscriptions/sub_none/cancel', { body: {}, headers: { 'if-match': '12' } });
    expect([reply.status, reply.body['code']]).toEqual([400, 'if_match_invalid']);
  });
});
