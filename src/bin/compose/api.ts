import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Client } from '@temporalio/client';
import { createApp } from '../../api/app.ts';
import type { Readiness } from '../../api/http/deps.ts';
import { temporalEngine } from '../../engine/temporal-engine.ts';
import { toResumable } from '../../engine/workflow-start.ts';
import type { ConnectedConfig } from '../../config/config.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { invariant } from '../../domain/invariant.ts';
import { catalogueReads } from '../../persistence/catalogue/catalogue-reads.ts';
import type { Database } from '../../persistence/database/database.ts';
import { DatabaseUnavailable } from '../../persistence/database/errors.ts';
import { fleetReads } from '../../persistence/subscription/fleet.ts';
import { idempotentWrites } from '../../persistence/catalogue/idempotent-writes.ts';
import { imageStore } from '../../persistence/catalogue/images.ts';
import { subscriptionReads } from '../../persistence/subscription/subscription-reads.ts';
import { tenantDirectory } from '../../persistence/database/tenants.ts';
import type { Log } from '../../runtime/log.ts';
import { connectClient } from './temporal-connections.ts';

/** How long a caller waits for the engine; the API answers within 10 s (ADR 0004). */
const answerWithinMs = 9_000;

/** Counts at most this many stuck subscriptions; an index contains only these. */
const maxStuck = 1_000;

/** Runs the API until `stop`, which waits for the requests under way. */
export async function runApi({
  config,
  database,
  log,
}: {
  readonly config: ConnectedConfig;
  readonly database: Database;
  readonly log: Log;
}): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const client = connectClient(config);
  const subscriptions = subscriptionReads(database);
  const fleet = fleetReads(database);
  const app = createApp({
    tenants: tenantDirectory(database),
    writes: idempotentWrites(database),
    catalogue: catalogueReads(database),
    subscriptions,
    images: imageStore(database),
    engine: temporalEngine({
      client,
      taskQueue: config.taskQueue,
      budget: config.workflowBudget,
      renewalSpreadMs: config.renewalSpreadMs,
      answerWithinMs,
      findResumable: async (tenantId, subscriptionId) => {
        const stored = await subscriptions.find(tenantId, subscriptionId);
        return stored === null ? 'notFound' : (toResumable(tenantId, stored) ?? 'ended');
      },
    }),
    clock: () => {
      const now = parseInstant(new Date().toISOString());
      invariant(now, 'the clock gives an instant');
      return now;
    },
    ready: () => readiness({ client, config, countStuck: async () => (await fleet.stuck(maxStuck)).length }),
    isOutage: (error) => error instanceof DatabaseUnavailable,
    trustedProxies: config.trustedProxies,
    rateLimit: config.rateLimit,
    log,
  });
  const server = app.listen(config.port, config.host);
  await once(server, 'listening');
  const address = server.address();
  invariant(typeof address === 'object' && address !== null, 'a server that listens has a port');
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${address.port}`,
    async stop() {
      await close(server);
      await client.connection.close();
    },
  };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}

async function readiness({
  client,
  config,
  countStuck,
}: {
  readonly client: Client;
  readonly config: ConnectedConfig;
  readonly countStuck: () => Promise<number>;
}): Promise<Readiness> {
  const [stuck, worker] = await Promise.allSettled([
    countStuck(),
    client.withDeadline(Date.now() + 3_000, () => hasWorker(client, config)),
  ]);
  return {
    database: stuck.status === 'fulfilled',
    temporal: worker.status === 'fulfilled',
    worker: worker.status === 'fulfilled' && worker.value,
    stuck: stuck.status === 'fulfilled' ? stuck.value : null,
  };
}

/** Whether a worker polls the task queue for workflow tasks. */
async function hasWorker(client: Client, { taskQueue, temporal }: ConnectedConfig): Promise<boolean> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: temporal.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: 1,
  });
  return (pollers ?? []).length > 0;
}
