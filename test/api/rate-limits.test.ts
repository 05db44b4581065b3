import { type ApiUnderTest, type Reply, startApi } from './start-api.ts';

const hourMs = 3_600_000;
const apis: ApiUnderTest[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.stop();
});

/** An API that accepts three requests an hour, behind one trusted proxy. */
async function limited(): Promise<ApiUnderTest> {
  const api = await startApi({ rateLimit: { limit: 3, windowMs: hourMs }, trustedProxies: 1 });
  apis.push(api);
  return api;
}

const from = (address: string, more = {}) => ({ headers: { 'x-forwarded-for': address, ...more } });
const wrong = { authorization: 'Bearer sk_wrong' };

async function statusesOf(count: number, send: () => Promise<Reply>): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent += 1) statuses.push((await send()).status);
  return statuses;
}

describe('requests with a key', () => {
  it('are counted by key, whatever their address; excess requests are refused with the seconds to wait', async () => {
    const api = await limited();
    const { body: other } = await api.call('POST', '/v1/api-keys', { body: { name: 'Other', scopes: ['read'] } });
    expect(await statusesOf(2, () => api.call('GET', '/v1/features', from('192.0.2.1')))).toEqual([200, 200]);
    const reply = await api.call('GET', '/v1/features', from('192.0.2.2'));
    expect([reply.status, reply.body['code']]).toEqual([429, 'rate_limited']);
    expect(reply.headers.get('content-type')).toMatch('application/problem+json');
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(reply.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
    const another = await api.call(
      'GET',
      '/v1/features',
      from('192.0.2.2', { authorization: `Bearer ${String(other['secret'])}` }),
    );
    expect(another.status).toBe(200);
    expect(another.headers.get('ratelimit')).toMatch(/r=2; t=\d+/);
    expect(another.headers.get('ratelimit-policy')).toMatch(/q=3; w=3600/);
  });

  it('have no effect when refused', async () => {
    const api = await limited();
    await statusesOf(2, () => api.call('GET', '/v1/features'));
    const feature = (key: string) => api.call('POST', '/v1/features', { body: { key, name: 'F', kind: 'boolean' } });
    expect([(await feature('one')).status, (await feature('two')).status]).toEqual([201, 429]);
  });
});

describe('requests with an invalid key', () => {
  it('are counted by address; over the limit, a valid key from that address is refused too, but not from others', async () => {
    const api = await limited();
    expect(await statusesOf(4, () => api.call('GET', '/v1/features', from('192.0.2.1', wrong)))).toEqual([401, 401, 401, 429]);
    const right = await api.call('GET', '/v1/features', from('192.0.2.1'));
    expect([right.status, right.headers.has('retry-after')]).toEqual([429, true]);
    expect((await api.call('GET', '/v1/features', from('192.0.2.2'))).status).toBe(200);
  });

  it('are counted by address without any key too, and by the network of an IPv6 address', async () => {
    const api = await limited();
    const none = { authorization: undefined };
    const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8:0:1::3', '2001:db8::4'];
    const statuses: number[] = [];
    for (const address of addresses) statuses.push((await api.call('GET', '/v1/features', from(address, none))).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
  });
});

describe('requests without authentication', () => {
  it('are counted by address, except liveness checks', async () => {
    const api = await limited();
    expect(await statusesOf(4, () => api.call('GET', '/openapi.json', from('192.0.2.1')))).toEqual([200, 200, 200, 429]);
    expect(await statusesOf(4, () => api.call('GET', '/healthz', from('192.0.2.1')))).toEqual([200, 200, 200, 200]);
    expect((await api.call('GET', '/openapi.json', from('192.0.2.2'))).status).toBe(200);
    expect((await api.call('GET', '/v1/features', from('192.0.2.1'))).status).toBe(200);
  });
});

it('are not limited by default', async () => {
  const api = await startApi();
  apis.push(api);
  expect(new Set(await statusesOf(30, () => api.call('GET', '/v1/features', { headers: wrong })))).toEqual(new Set([401]));
  expect((await api.call('GET', '/v1/features')).headers.has('ratelimit')).toBe(false);
});
