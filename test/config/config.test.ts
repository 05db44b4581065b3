import { resolve } from 'node:path';
import { ConfigError, loadConfig, requireConnections } from '../../src/config/config.ts';

const issuesOf = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
  return [];
};

describe('loadConfig', () => {
  it('has a default for every setting', () => {
    expect(loadConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      trustedProxies: 0,
      rateLimit: undefined,
      apiKey: undefined,
      dataDir: resolve('.annex'),
      logLevel: undefined,
      databaseUrl: undefined,
      databaseOwnerUrl: undefined,
      temporal: { address: undefined, namespace: 'default', options: {} },
      temporalCli: undefined,
      renewalSpreadMs: 0,
      idempotencyRetentionMs: 2_592_000_000,
      outboxRetentionMs: 2_592_000_000,
      workflowBudget: 6,
      workflowIsolation: 'off',
      taskQueue: 'annex',
      warnings: [],
    });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true);
  });

  it('counts an empty variable as unset', () => {
    expect(loadConfig({ ANNEX_PORT: '', ANNEX_HOST: ' ' })).toMatchObject({ port: 3000, host: '127.0.0.1' });
  });

  it.each([
    ['0', 0],
    ['500ms', 500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
  ])('reads RENEWAL_SPREAD=%s as %d ms', (text, expected) => {
    expect(loadConfig({ RENEWAL_SPREAD: text }).renewalSpreadMs).toBe(expected);
  });

  it('suggests a setting for an unknown ANNEX_ variable', () => {
    expect(loadConfig({ ANNEX_PROT: '3001', ANNEX_TEST_POSTGRES_URL: 'x' }).warnings).toEqual([
      'ANNEX_PROT is not a setting of Annex and has no effect. Did you mean ANNEX_PORT?',
    ]);
  });

  it('reports every invalid variable at once, without secret values', () => {
    const issues = issuesOf(() =>
      loadConfig({
        ANNEX_PORT: '70000',
        ANNEX_API_KEY: 'short',
        DATABASE_URL: 'mysql://a:hunter2@h/d',
        RENEWAL_SPREAD: '15',
        ANNEX_LOG_LEVEL: 'loud',
        TEMPORAL_ADDRESS: 'localhost',
      }),
    );
    expect(issues).toEqual([
      'ANNEX_PORT must be a whole number from 0 to 65535.',
      'ANNEX_API_KEY must have at least 8 printable characters without spaces; unset it to have one made.',
      'ANNEX_LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
      'DATABASE_URL must be a URL that starts with postgres:// or postgresql://.',
      'TEMPORAL_ADDRESS must be host:port, such as localhost:7233.',
      'RENEWAL_SPREAD must be 0 or a number with a unit, such as 90s, 15m, 2h or 7d.',
    ]);
  });

  it.each([
    ['600/min', { limit: 600, windowMs: 60_000 }],
    ['5/s', { limit: 5, windowMs: 1000 }],
    ['1000/h', { limit: 1000, windowMs: 3_600_000 }],
  ])('reads ANNEX_RATE_LIMIT=%s', (text, expected) => {
    expect(loadConfig({ ANNEX_RATE_LIMIT: text }).rateLimit).toEqual(expected);
  });

  it.each(['600', '0/min', '5/day', 'min'])('refuses ANNEX_RATE_LIMIT=%s', (text) => {
    expect(issuesOf(() => loadConfig({ ANNEX_RATE_LIMIT: text }))).toEqual([
      'ANNEX_RATE_LIMIT must be a number of requests in a second, minute or hour, such as 600/min.',
    ]);
  });

  it('reads the retention of answers and outbox, at least a day', () => {
    const read = (retention: string) => loadConfig({ ANNEX_IDEMPOTENCY_RETENTION: retention, ANNEX_OUTBOX_RETENTION: '36h' });
    expect(read('1d')).toMatchObject({ idempotencyRetentionMs: 86_400_000, outboxRetentionMs: 129_600_000 });
    expect(issuesOf(() => read('23h'))).toEqual(['ANNEX_IDEMPOTENCY_RETENTION must be at least a day, such as 7d.']);
  });

  describe('the connection to Temporal', () => {
    it('uses TLS with the public authorities if there is an API key', () => {
      const { address, options } = loadConfig({
        TEMPORAL_ADDRESS: 'eu.example.com:7233',
        TEMPORAL_API_KEY: 'secret-key',
      }).temporal;
      expect({ address, ...options }).toMatchObject({ address: 'eu.example.com:7233', apiKey: 'secret-key', tls: true });
    });

    it('lets TEMPORAL_TLS=false override an API key', () => {
      expect(loadConfig({ TEMPORAL_API_KEY: 'secret-key', TEMPORAL_TLS: 'false' }).temporal.options.tls).toBe(false);
    });

    it('reads certificates as text', () => {
      const { tls } = loadConfig({ TEMPORAL_TLS_CLIENT_CERT_DATA: 'CERT', TEMPORAL_TLS_CLIENT_KEY_DATA: 'KEY' }).temporal
        .options;
      expect(tls).toMatchObject({ clientCertPair: { crt: Buffer.from('CERT'), key: Buffer.from('KEY') } });
    });

    it('names the certificate file that cannot be used', () => {
      const [issue] = issuesOf(() => loadConfig({ TEMPORAL_TLS_CLIENT_CERT_PATH: '/does/not/exist.pem' }));
      expect(issue).toContain('/does/not/exist.pem');
    });
  });
});

describe('requireConnections', () => {
  it('names each missing address', () => {
    expect(issuesOf(() => requireConnections(loadConfig({})))).toEqual([
      'DATABASE_URL is not set: give the PostgreSQL of this installation, or run `annex dev`, which brings its own.',
      'TEMPORAL_ADDRESS is not set: give host:port of the Temporal server, or run `annex dev`, which brings its own.',
    ]);
  });
});
