import { type ApiUnderTest, startApi } from './start-api.ts';

const apis: ApiUnderTest[] = [];
afterEach(async () => {
  for (const api of apis.splice(0)) await api.stop();
});

/** The headers that enforce HTTPS, as sent by an API behind this number of trusted proxies. */
async function tiesOf(trustedProxies: number, headers: Readonly<Record<string, string>> = {}) {
  const api = await startApi({ trustedProxies });
  apis.push(api);
  const { headers: answered } = await api.call('GET', '/healthz', { headers });
  expect(answered.get('content-security-policy')).toContain(`default-src 'self'`);
  expect(answered.get('x-content-type-options')).toBe('nosniff');
  return {
    strictTransport: answered.has('strict-transport-security'),
    upgrade: answered.get('content-security-policy')?.includes('upgrade-insecure-requests'),
  };
}

describe('Strict-Transport-Security and upgrade-insecure-requests', () => {
  const https = { 'x-forwarded-proto': 'https' };

  it('are not sent over plain HTTP, whatever an untrusted proxy header states', async () => {
    expect(await tiesOf(0)).toEqual({ strictTransport: false, upgrade: false });
    expect(await tiesOf(0, https)).toEqual({ strictTransport: false, upgrade: false });
  });

  it('are sent if a trusted proxy terminates TLS, and only for requests through it', async () => {
    expect(await tiesOf(1, https)).toEqual({ strictTransport: true, upgrade: true });
    expect(await tiesOf(1, { 'x-forwarded-proto': 'http' })).toEqual({ strictTransport: false, upgrade: false });
  });
});
