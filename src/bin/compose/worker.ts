import { setFlagsFromString } from 'node:v8';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { createDecisionActivities } from '../../activities/index.ts';
import { newId } from '../../application/new-id.ts';
import type { ConnectedConfig } from '../../config/config.ts';
import type { DecisionInput } from '../../contracts/messages.ts';
import { instantAt } from '../../domain/time/instant.ts';
import type { Database } from '../../persistence/database/database.ts';
import { decisionTransaction } from '../../persistence/subscription/decisions.ts';
import { DatabaseUnavailable } from '../../persistence/database/errors.ts';
import type { Log } from '../../runtime/log.ts';
import { workerClass } from './main-thread-worker.ts';
import { scheduleRetention } from './schedule-retention.ts';
import { connectWorker, installRuntime } from './temporal-connections.ts';
import { watchOverdue } from './watch-overdue.ts';
import { type WorkflowBundle, workflowBundle } from './workflow-bundle.ts';

/** Concurrent workflow tasks. The cache is many times larger, since pending local activities hold cache slots (ADR 0040). */
const maxConcurrentWorkflowTasks = 40;

/**
 * Runs a worker until `stop`, which waits for the tasks under way. Calls `onFailure` if the worker stops by itself: without a
 * worker nothing is decided.
 */
export async function runWorker({
  config,
  database,
  log,
  onFailure,
}: {
  readonly config: ConnectedConfig;
  readonly database: Database;
  readonly log: Log;
  readonly onFailure: (error: unknown) => void;
}): Promise<{ stop(): Promise<void> }> {
  installRuntime(log);
  const workers = await workerClass({ ...config, log });
  const [connection, bundle] = await Promise.all([connectWorker(config), workflowBundle(log)]);
  const create = () => createWorker({ workers, config, database, log, connection, bundle });
  const worker = await (workers === Worker ? withShortWorkflowStacks(create) : create());
  const running = worker.run();
  running.catch(onFailure);
  const overdue = watchOverdue({ config, database, log });
  const retention = scheduleRetention({ config, database, log, clock: () => instantAt(Date.now()) });
  return {
    async stop() {
      await Promise.all([overdue.stop(), retention.stop()]);
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await running.catch(() => undefined);
      await connection.close();
    },
  };
}

/**
 * For isolated workflows: the SDK takes a stack trace for every promise of them. Two frames instead of ten still show where one
 * failed, and save a quarter of the worker's CPU (docs/performance.md). The flag affects only contexts that are created while it is
 * set, those of the workflows; all other code keeps full stacks.
 */
async function withShortWorkflowStacks<T>(create: () => Promise<T>): Promise<T> {
  setFlagsFromString('--stack-trace-limit=2');
  try {
    return await create();
  } finally {
    setFlagsFromString(`--stack-trace-limit=${Error.stackTraceLimit}`);
  }
}

/** Logs one error with all details under an incident id, which the caller and operators see. */
function reportFailure(log: Log, error: unknown, { tenantId, subscriptionId, requestId, at, command }: DecisionInput): string {
  const incidentId = newId('inc');
  const decided = command === null ? requestId : command.type;
  log.error({ err: error, incidentId, tenantId, subscriptionId, requestId, at, decided }, 'a decision failed permanently');
  return incidentId;
}

const createWorker = ({
  workers,
  config,
  database,
  log,
  connection,
  bundle,
}: {
  readonly workers: typeof Worker;
  readonly config: ConnectedConfig;
  readonly database: Database;
  readonly log: Log;
  readonly connection: NativeConnection;
  readonly bundle: WorkflowBundle;
}): Promise<Worker> =>
  workers.create({
    connection,
    namespace: config.temporal.namespace,
    taskQueue: config.taskQueue,
    workflowBundle: bundle,
    activities: createDecisionActivities({
      transaction: decisionTransaction(database),
      isOutage: (error) => error instanceof DatabaseUnavailable,
      report: (error, input) => reportFailure(log, error, input),
    }),
    maxConcurrentWorkflowTaskExecutions: maxConcurrentWorkflowTasks,
    maxCachedWorkflows: 5000,
    maxConcurrentLocalActivityExecutions: maxConcurrentWorkflowTasks,
    maxConcurrentActivityTaskExecutions: 20,
    // As many polls as tasks at once: a task that meets a waiting poll goes to it without being stored.
    workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: maxConcurrentWorkflowTasks },
    // What waits for a killed worker goes to others after this time. What waits as long for a living one costs a third more CPU, since the
    // server sends its whole history (docs/performance.md).
    stickyQueueScheduleToStartTimeout: '8s',
    shutdownGraceTime: '5s',
  });
