import { randomUUID } from 'node:crypto';
import { type TenantId, toSubscriptionId } from '../../src/domain/ids.ts';
import type { Client } from '@temporalio/client';
import { runApi } from '../../src/bin/compose/api.ts';
import { runWorker } from '../../src/bin/compose/worker.ts';
import { connectClient } from '../../src/bin/compose/temporal-connections.ts';
import { type ConnectedConfig, loadConfig, requireConnections } from '../../src/config/config.ts';
import { subscriptionWorkflowId } from '../../src/contracts/messages.ts';
import { asOwner, ensureTenant } from '../../src/persistence/database/administration.ts';
import { type Database, openDatabase } from '../../src/persistence/database/database.ts';
import { createLog } from '../../src/runtime/log.ts';
import { type ApiClient, apiClient } from './api-client.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** API, worker and database in this process, with an own database and the Temporal server of the test run. */
export interface TestApp {
  readonly api: ApiClient;
  readonly database: Database;
  readonly ownerUrl: string;
  readonly temporal: Client;
  readonly tenantId: TenantId;
  readonly config: ConnectedConfig;
  workflowId(subscriptionId: string): string;
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestAppOptions {
  readonly mode?: 'sandbox' | 'live';
  readonly poolSize?: number;
  /** How many wakes and commands one run of a workflow processes; default ANNEX_TEST_WORKFLOW_BUDGET, or 6. */
  readonly budget?: number;
  /** Over how long wakes are spread: `PT720H`. By default they are not. */
  readonly renewalSpread?: string;
  /** `absent`: the test starts a worker itself, in this process or another. */
  readonly worker?: 'running' | 'absent';
  /** Another Temporal server than that of the test run. */
  readonly temporalAddress?: string;
  /** A migrated database; a new one by default. */
  readonly testDatabase?: TestDatabase;
}

/** Starts database, worker and API. Each app has its own task queue. Call `stop` in afterAll. */
export async function startTestApp({
  mode = 'sandbox',
  poolSize = 10,
  budget,
  renewalSpread,
  worker: wanted = 'running',
  temporalAddress,
  testDatabase: given,
}: TestAppOptions = {}): Promise<TestApp> {
  const testDatabase = given ?? (await createTestDatabase());
  const config = requireConnections(
    loadConfig({
      ANNEX_PORT: '0',
      ANNEX_TASK_QUEUE: `test-${randomUUID()}`,
      ANNEX_WORKFLOW_BUDGET: budget === undefined ? (process.env['ANNEX_TEST_WORKFLOW_BUDGET'] ?? '6') : String(budget),
      ANNEX_WORKFLOW_ISOLATION: process.env['ANNEX_TEST_WORKFLOW_ISOLATION'] ?? '',
      ...(renewalSpread === undefined ? {} : { RENEWAL_SPREAD: renewalSpread }),
      DATABASE_URL: testDatabase.url,
      TEMPORAL_ADDRESS: temporalAddress ?? process.env['ANNEX_TEST_TEMPORAL_ADDRESS'],
    }),
  );
  const log = createLog({ level: 'error' });
  const database = await openDatabase({ url: testDatabase.url, poolSize });
  const key = `sk_test_${randomUUID()}`;
  const { id: tenantId } = await asOwner(testDatabase.ownerUrl, (em) =>
    ensureTenant(em, { key: 'test', name: 'Test', mode, apiKey: key }),
  );
  let worker: Awaited<ReturnType<typeof runWorker>> | undefined;
  const startWorker = async (): Promise<void> => {
    worker ??= await runWorker({ config, database, log, onFailure: (error) => log.error({ err: error }, 'the worker failed') });
  };
  if (wanted === 'running') await startWorker();
  const served = await runApi({ config, database, log });
  const temporal = connectClient(config);
  const stopWorker = async (): Promise<void> => {
    await worker?.stop();
    worker = undefined;
  };
  return {
    api: apiClient({ url: served.url, key }),
    database,
    ownerUrl: testDatabase.ownerUrl,
    temporal,
    tenantId,
    config,
    workflowId: (subscriptionId) => subscriptionWorkflowId(tenantId, toSubscriptionId(subscriptionId)),
    stopWorker,
    startWorker,
    async stop() {
      await served.stop();
      await stopWorker();
      await temporal.connection.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}
