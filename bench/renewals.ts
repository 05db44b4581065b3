import { setTimeout as sleep } from 'node:timers/promises';
import { subscriptionWorkflowId } from '../src/contracts/messages.ts';
import { type SubscriptionId, toSubscriptionId } from '../src/domain/ids.ts';
import type { DynamicConfig } from '../src/runtime/temporal-settings.ts';
import { commandLatency } from './command-latency.ts';
import { inParallel, sellCatalogue, subscribe } from './load.ts';
import { type Stack, startStack } from './stack.ts';
import { readCounter } from './temporal-metrics.ts';
import { timerCounter } from './temporal-timers.ts';

const budget = 6;

/**
 * Renews many subscriptions that are due at the same instant, and prints the measurements as one JSON object. Each has had one
 * to six periods before, so that the workflow runs are spread over their budget, as in production.
 */
export async function benchRenewals({
  subscriptions,
  dynamicConfig,
}: {
  readonly subscriptions: number;
  readonly dynamicConfig: DynamicConfig;
}): Promise<void> {
  const env = { ANNEX_WORKFLOW_BUDGET: String(budget) };
  const stack = await startStack({ env, extraDynamicConfig: dynamicConfig });
  try {
    await sellCatalogue(stack.api);
    const { dueAt, ids } = await prepareFleet(stack, subscriptions);
    const wave = await measureWave(stack, { dueAt, subscriptions });
    const historyBytes = await meanHistoryBytes(stack, ids);
    const commands = await commandLatency(stack, ids);
    process.stdout.write(
      `${JSON.stringify({ benchmark: 'renewals', subscriptions, ...wave, historyBytes, commands }, null, 2)}\n`,
    );
  } finally {
    await stack.stop();
  }
}

/** Creates all subscriptions so that they are due at one near instant, and waits until everything before it is done. */
export async function prepareFleet(
  stack: Stack,
  subscriptions: number,
): Promise<{ readonly dueAt: number; readonly ids: readonly SubscriptionId[] }> {
  const { id: customerId } = await stack.api.post<{ readonly id: string }>('/v1/customers', { name: 'Bench', currency: 'USD' });
  // The preparation takes up to 90 ms for each on two cores and must end before the boundary.
  const dueAt = Math.ceil((Date.now() + 15_000 + subscriptions * 90) / 1000) * 1000;
  const ids: SubscriptionId[] = [];
  await inParallel({ count: subscriptions, concurrency: 6 }, async (index) => {
    const { id } = await subscribe(stack.api, { customerId, startAt: monthsBefore(dueAt, 1 + (index % budget)) });
    ids.push(toSubscriptionId(id));
  });
  await caughtUp(stack, dueAt);
  if (Date.now() > dueAt) throw new Error('the fleet was not ready in time: use fewer subscriptions');
  return { dueAt, ids };
}

/** The instant some months earlier, at the same time, on a day that every month has. */
function monthsBefore(ms: number, months: number): string {
  const date = new Date(ms);
  return new Date(
    Date.UTC(
      date.getUTCFullYear(),
      date.getUTCMonth() - months,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
    ),
  ).toISOString();
}

async function caughtUp(stack: Stack, dueAt: number): Promise<void> {
  const due = new Date(dueAt).toISOString();
  while ((await countSubscriptions(stack, `next_wake_at < '${due}'`)) > 0) await sleep(500);
}

/** The number of subscriptions of the tenant that meet a condition. */
export const countSubscriptions = (stack: Stack, condition: string): Promise<number> =>
  stack.database.inTenant(stack.tenantId, async (em) => {
    const [row] = await em.execute<{ count: string }[]>(`select count(*) as count from subscription where ${condition}`);
    return Number(row?.count ?? 0);
  });

/** The mean size of the histories of 60 runs. Temporal Cloud bills the histories of open workflows as active storage. */
async function meanHistoryBytes({ temporal, tenantId }: Stack, ids: readonly SubscriptionId[]): Promise<number> {
  const runs = ids.slice(0, 10 * budget).map((id) => temporal.workflow.getHandle(subscriptionWorkflowId(tenantId, id)));
  const described = await Promise.all(runs.map((run) => run.describe()));
  return Math.round(described.reduce((sum, { historySize }) => sum + (historySize ?? 0), 0) / described.length);
}

async function measureWave(stack: Stack, { dueAt, subscriptions }: { readonly dueAt: number; readonly subscriptions: number }) {
  const due = new Date(dueAt).toISOString();
  await sleep(dueAt - Date.now() - 2000);
  const before = await readMetrics(stack);
  const bytesBefore = await stack.bytes();
  const timers = timerCounter(stack.temporalFile, dueAt);
  const timersBefore = timers.count();
  await sleep(dueAt - Date.now() - 500);
  const cpuBefore = stack.cpuSeconds();
  await sleep(dueAt - Date.now());
  while ((await countSubscriptions(stack, `next_wake_at <= '${due}'`)) > 0) await sleep(100);
  const invoicedAt = Date.now();
  while (timers.count() < timersBefore + subscriptions) await sleep(100);
  const settledAt = Date.now();
  timers.close();
  const cpu = stack.cpuSeconds();
  const bytes = await stack.bytes();
  await sleep(metricsDelayMs);
  const { actions, tasks } = await readMetrics(stack);
  const perRenewalMs = (part: keyof typeof cpu): number => round(((cpu[part] - cpuBefore[part]) * 1000) / subscriptions);
  const cpuMs = { worker: perRenewalMs('worker'), temporal: perRenewalMs('temporal'), postgres: perRenewalMs('postgres') };
  return {
    invoicedPerSecond: round((subscriptions * 1000) / (invoicedAt - dueAt)),
    settledPerSecond: round((subscriptions * 1000) / (settledAt - dueAt)),
    cpuMsPerRenewal: { ...cpuMs, all: round(cpuMs.worker + cpuMs.temporal + cpuMs.postgres) },
    actionsPerRenewal: round((actions - before.actions) / subscriptions),
    workflowTasksPerRenewal: round((tasks - before.tasks) / (2 * subscriptions)),
    bytesPerRenewal: {
      postgres: Math.round((bytes.postgres - bytesBefore.postgres) / subscriptions),
      temporal: Math.round((bytes.temporal - bytesBefore.temporal) / subscriptions),
    },
  };
}

/** The server publishes its counters once a second. */
const metricsDelayMs = 2_500;

/**
 * The actions that Temporal Cloud would bill, and the completed workflow tasks, which the server counts twice, in its frontend and in its
 * history service. Not read during the wave: rendering its metrics once costs the server more than a renewal.
 */
async function readMetrics({ metricsUrl }: Stack): Promise<{ readonly actions: number; readonly tasks: number }> {
  const actions = await readCounter(metricsUrl, 'action');
  const tasks = await readCounter(metricsUrl, 'service_requests', 'operation="RespondWorkflowTaskCompleted"');
  return { actions, tasks };
}

const round = (value: number): number => Math.round(value * 100) / 100;
