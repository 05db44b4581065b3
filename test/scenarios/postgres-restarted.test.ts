import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/persistence/database/migrate.ts';
import { startPostgres, type PostgresServer } from '../../src/runtime/embedded-postgres.ts';
import { createLog } from '../../src/runtime/log.ts';
import type { SubscriptionView } from '../support/api-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { fastForwardTo } from '../support/fast-forward.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession } from '../support/owner-session.ts';
import { readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// A separate PostgreSQL, which is stopped while the transaction of a renewal is open.

const log = createLog({ level: 'silent' });
let dataDir: string;
let postgres: PostgresServer;
let app: TestApp;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'annex-scenario-'));
  postgres = await startPostgres({ dataDir, durability: 'none', log });
  const { ownerUrl } = postgres;
  const password = 'annex-test-app';
  await migrate({ ownerUrl, appPassword: password });
  const url = postgres.url({ role: 'annex_app', password });
  app = await startTestApp({ testDatabase: { url, ownerUrl, drop: async () => undefined } });
  await createGymCatalogue(app.api);
}, 60_000);
afterAll(async () => {
  await app.stop();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts a renewal and stops PostgreSQL while its transaction waits for a lock. Resolves when the renewal is done. */
async function stopDuringRenewal({ id, currentPeriod }: SubscriptionView): Promise<{ readonly renewed: Promise<void> }> {
  const owner = await openOwnerSession(postgres.ownerUrl);
  const release = await owner.lockSubscriptions([id]);
  const hourAfter = new Date(Date.parse(currentPeriod?.end ?? '') + 3_600_000).toISOString();
  const renewed = fastForwardTo(app.temporal, app.workflowId(id), hourAfter);
  await waitFor('the renewal waits for its lock', async () => (await owner.waitingDecisions()) === 1);
  await postgres.stop();
  // The server has ended the session that held the lock; this closes its client side.
  await Promise.allSettled([release()]);
  await owner.close();
  return { renewed };
}

/** The regular activity that follows two failures of the local one. */
async function pendingActivity(id: string): Promise<string | undefined> {
  const { raw } = await app.temporal.workflow.getHandle(app.workflowId(id)).describe();
  return raw.pendingActivities?.[0]?.activityType?.name ?? undefined;
}

describe('a PostgreSQL that is restarted during a renewal', () => {
  it('has the renewal exactly once, on its boundary, through a regular activity', async () => {
    const subscription = await subscribe(app.api, { runsInRealTime: true });
    const { renewed } = await stopDuringRenewal(subscription);
    const waiting = await waitFor('a regular activity waits', async () => pendingActivity(subscription.id));
    expect(waiting).toBe('renewPeriod');
    await expect(fetch(`${app.api.url}/readyz`)).resolves.toMatchObject({ status: 503 });

    postgres = await startPostgres({ dataDir, port: postgres.port, durability: 'none', log });
    await renewed;
    const owner = await openOwnerSession(postgres.ownerUrl);
    const { decisions, invoices, outbox } = await readSubscriptionRows(owner, subscription.id);
    await owner.close();
    expect(decisions.map(({ did }) => did)).toEqual(['createSubscription', 'renewPeriod']);
    expect(invoices.slice(1)).toEqual([{ revision: 2, effectiveAt: subscription.currentPeriod?.end, total: '21.00' }]);
    expect(outbox).toEqual(numbersUpTo(2));
    await expect(readSubscription(app.api, subscription.id)).resolves.toMatchObject({ revision: 2, status: 'active' });
  }, 40_000);
});
