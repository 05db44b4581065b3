import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { runApi } from '../../src/bin/compose-api.ts';
import { runWorker } from '../../src/bin/compose-worker.ts';
import { connectClient } from '../../src/bin/temporal-connections.ts';
import { type ConnectedConfig, loadConfig, requireConnections } from '../../src/config/config.ts';
import { subscriptionWorkflowId } from '../../src/contracts/messages.ts';
import { type Database, openDatabase } from '../../src/persistence/database.ts';
import { ensureTenant } from '../../src/persistence/tenants.ts';
import { createLog } from '../../src/runtime/log.ts';
import { type ApiClient, apiClient } from './api-client.ts';
import { createTestDatabase } from './test-database.ts';

/** The whole program in this process, on a database of its own and the test run's Temporal server. */
export interface TestApp {
  readonly api: ApiClient;
  readonly database: Database;
  readonly ownerUrl: string;
  readonly temporal: Client;
  readonly tenantId: string;
  readonly config: ConnectedConfig;
  workflowId(subscriptionId: string): string;
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts database, worker and API. Each app has a task queue of its own. Call `stop` in afterAll. */
export async function startTestApp({
  mode = 'sandbox',
  poolSize = 10,
}: { readonly mode?: 'sandbox' | 'live'; readonly poolSize?: number } = {}): Promise<TestApp> {
  const testDatabase = await createTestDatabase();
  const config = requireConnections(
    loadConfig({
      ANNEX_PORT: '0',
      ANNEX_TASK_QUEUE: `test-${randomUUID()}`,
      ANNEX_WORKFLOW_BUDGET: process.env['ANNEX_TEST_WORKFLOW_BUDGET'] ?? '6',
      DATABASE_URL: testDatabase.url,
      TEMPORAL_ADDRESS: process.env['ANNEX_TEST_TEMPORAL_ADDRESS'],
    }),
  );
  const log = createLog({ level: 'error' });
  const database = await openDatabase({ url: testDatabase.url, poolSize });
  const key = `sk_test_${randomUUID()}`;
  const { id: tenantId } = await ensureTenant(database, { key: 'test', name: 'Test', mode, apiKey: key });
  let worker: Awaited<ReturnType<typeof runWorker>> | undefined = await runWorker({ config, database, log });
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
    workflowId: (subscriptionId) => subscriptionWorkflowId(tenantId, subscriptionId),
    stopWorker,
    async startWorker() {
      worker ??= await runWorker({ config, database, log });
    },
    async stop() {
      await served.stop();
      await stopWorker();
      await temporal.connection.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}
