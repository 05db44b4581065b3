import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { createApp } from '../../src/api/app.ts';
import type { ApiDeps } from '../../src/api/http/deps.ts';
import { EngineUnavailable } from '../../src/application/engine-unavailable.ts';
import type { Engine } from '../../src/application/ports/engine.ts';
import { problem } from '../../src/contracts/wire/shared/problem.ts';
import { type Instant, parseInstant } from '../../src/domain/time/instant.ts';
import { catalogueReads } from '../../src/persistence/catalogue/catalogue-reads.ts';
import { openDatabase } from '../../src/persistence/database/database.ts';
import { DatabaseUnavailable } from '../../src/persistence/database/errors.ts';
import { idempotentWrites } from '../../src/persistence/catalogue/idempotent-writes.ts';
import { imageStore } from '../../src/persistence/catalogue/images.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import { tenantDirectory } from '../../src/persistence/database/tenants.ts';
import { ensureTenant } from '../support/tenants.ts';
import { createLog } from '../../src/runtime/log.ts';
import { assertRefusalDocumented } from '../support/documented-refusals.ts';
import { createTestDatabase } from '../support/test-database.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

interface CallInput {
  readonly body?: unknown;
  /** A raw body, instead of `body`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface ApiUnderTest {
  readonly url: string;
  readonly key: string;
  /** Sends a request with the tenant's key and, for writes, a new Idempotency-Key. A header of undefined is omitted. */
  readonly call: (method: string, path: string, input?: CallInput) => Promise<Reply>;
  /** Sets the wall clock. */
  readonly setClock: (at: string) => void;
  readonly stop: () => Promise<void>;
}

/** An engine whose server is unavailable, for tests of the API without an engine. */
const awayEngine: Engine = {
  create: () => Promise.reject(new EngineUnavailable('no engine in this test')),
  send: () => Promise.reject(new EngineUnavailable('no engine in this test')),
  signal: () => Promise.reject(new EngineUnavailable('no engine in this test')),
};

/** Starts the API on a real database without an engine. Its wall clock stands at noon on 1 June 2026. */
export async function startApi(
  given: Partial<Pick<ApiDeps, 'engine' | 'trustedProxies' | 'rateLimit' | 'fileLimits'>> = {},
): Promise<ApiUnderTest> {
  const testDatabase = await createTestDatabase();
  const database = await openDatabase({ url: testDatabase.url, poolSize: 4 });
  const key = `sk_test_${randomUUID()}`;
  await ensureTenant(database, { key: 'test', name: 'Test', mode: 'sandbox', apiKey: key });
  let now = instantOf('2026-06-01T12:00:00Z');
  const deps: ApiDeps = {
    tenants: tenantDirectory(database),
    writes: idempotentWrites(database),
    catalogue: catalogueReads(database),
    subscriptions: subscriptionReads(database),
    images: imageStore(database),
    engine: awayEngine,
    clock: () => now,
    ready: () => Promise.resolve({ database: true, temporal: false, worker: false, stuck: 0 }),
    isOutage: (error) => error instanceof DatabaseUnavailable,
    trustedProxies: 0,
    log: createLog({ level: 'silent' }),
    ...given,
  };
  const server = createServer(createApp(deps)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on a port');
  const { port } = address;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    key,
    call: (method, path, input = {}) => callApi(`${url}${path}`, { method, key, ...input }),
    setClock: (at) => {
      now = instantOf(at);
    },
    stop: async () => {
      await close(server);
      await database.close();
      await testDatabase.drop();
    },
  };
}

function instantOf(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`${text} is no instant`);
  return instant;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

async function callApi(
  url: string,
  { method, key, body, text, headers = {} }: CallInput & { readonly method: string; readonly key: string },
): Promise<Reply> {
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const all: Record<string, string | undefined> = {
    authorization: `Bearer ${key}`,
    'idempotency-key': method === 'GET' ? undefined : randomUUID(),
    'content-type': sent === undefined ? undefined : 'application/json',
    ...headers,
  };
  const stated = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  const response = await fetch(url, { method, headers: stated, ...(sent === undefined ? {} : { body: sent }) });
  const answer = await response.text();
  const { origin, pathname } = new URL(url);
  await assertRefusalDocumented(origin, { method, path: pathname, status: response.status, text: answer });
  return { status: response.status, headers: response.headers, body: answer === '' ? {} : JSON.parse(answer) };
}

/** The `code pointer` of each issue of a problem. */
export const issuesIn = ({ body }: Reply): readonly string[] =>
  problem.parse(body).errors.map(({ code, pointer }) => `${code} ${pointer}`);
