import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../src/runtime/log.ts';
import { findFreePorts } from '../../src/runtime/ports.ts';
import { locateTemporal } from '../../src/runtime/temporal-binary.ts';
import { startTemporal, type TemporalServer } from '../../src/runtime/temporal-server.ts';
import type { CommandAnswer } from '../support/api-client.ts';
import { dayMs, dayPassOrder, createDayPassCatalogue } from '../support/day-pass.ts';
import { waitFor } from '../support/wait-for.ts';
import { type SubscriptionRows, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { postOnce, postWithRetry } from '../support/retrying-client.ts';
import { subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// A separate Temporal server with a database file, which is restarted while worker and API run. The day passes
// started almost a day ago, so that their next boundary is seconds away.

let dataDir: string;
let start: () => Promise<TemporalServer>;
let server: TemporalServer;
let app: TestApp;
let owner: OwnerSession;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'annex-scenario-'));
  const [binary, ports] = await Promise.all([locateTemporal(process.env['ANNEX_TEMPORAL_CLI']), findFreePorts(3)]);
  const [grpc = 0, ui = 0, http = 0] = ports;
  start = () => startTemporal({ binary, dataDir, ports: { grpc, ui, http }, log: createLog({ level: 'silent' }) });
  server = await start();
  app = await startTestApp({ temporalAddress: server.address });
  owner = await openOwnerSession(app.ownerUrl);
  await createDayPassCatalogue(app.api);
}, 60_000);
afterAll(async () => {
  await owner.close();
  await app.stop();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A day pass that renews after this number of seconds. */
async function renewedIn(seconds: number): Promise<{ readonly id: string; readonly boundary: string }> {
  const boundary = Date.now() + seconds * 1000;
  const { id } = await subscribe(app.api, dayPassOrder(new Date(boundary - dayMs).toISOString()));
  return { id, boundary: new Date(boundary).toISOString() };
}

const diary = ({ decisions }: SubscriptionRows): readonly string[] => decisions.map(({ did }) => did);

describe('a Temporal server that is stopped', () => {
  it('refuses callers within 10 s; after the restart the command is executed once, after the overdue renewal', async () => {
    const { id, boundary } = await renewedIn(3);
    await server.stop();
    const attach = { path: `/v1/subscriptions/${id}/add-ons`, body: { addOnKey: 'locker' }, key: randomUUID() };
    const [refused, read, ready] = await Promise.all([
      postOnce(app.api, attach),
      app.api.get(`/v1/subscriptions/${id}`),
      fetch(`${app.api.url}/readyz`),
    ]);
    expect(refused).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect(refused.tookMs).toBeLessThan(10_000);
    expect(read).toMatchObject({ id, status: 'active' });
    expect(ready.status).toBe(503);
    await waitFor('the renewal is due', async () => new Date().toISOString() > boundary);
    server = await start();
    await expect(postWithRetry<CommandAnswer>(app.api, attach)).resolves.toMatchObject({ status: 200 });
    const rows = await readSubscriptionRows(owner, id);
    expect(diary(rows)).toEqual(['createSubscription', 'renewPeriod', 'attachAddOn']);
    expect(rows.decisions[1]?.at).toBe(boundary);
    expect(rows.invoices.map(({ revision }) => revision)).toEqual([1, 2, 3]);
  }, 40_000);
});

describe('a Temporal server that is killed', () => {
  it('fires its timers at their instants after the restart', async () => {
    const { id, boundary } = await renewedIn(3);
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = await start();
    const renewal = await waitFor('the renewal', async () => (await readSubscriptionRows(owner, id)).invoices[1]);
    expect(renewal).toEqual({ revision: 2, effectiveAt: boundary, total: '2.00' });
    await expect(app.api.post(`/v1/subscriptions/${id}/add-ons`, { addOnKey: 'locker' }, 200)).resolves.toMatchObject({
      subscription: { revision: 3 },
    });
  });
});
