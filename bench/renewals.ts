import { setTimeout as sleep } from 'node:timers/promises';
import { type SubscriptionId, toSubscriptionId } from '../src/domain/ids.ts';
import { attachLatency } from './attach-latency.ts';
import { inParallel, sellCatalogue, subscribe } from './load.ts';
import { type Stack, startStack } from './stack.ts';
import { readCounter } from './temporal-metrics.ts';

const budget = 6;

/**
 * Renews many subscriptions that are due at the same instant, and prints the measurements as one JSON object. Each has had one
 * to six periods before, so that the workflow runs are spread over their budget, as in production.
 */
export async function benchRenewals({ subscriptions }: { readonly subscriptions: number }): Promise<void> {
  const stack = await startStack({ env: { ANNEX_WORKFLOW_BUDGET: String(budget) } });
  try {
    await sellCatalogue(stack.api);
    const { dueAt, ids } = await prepareFleet(stack, subscriptions);
    const wave = await measureWave(stack, { dueAt, subscriptions });
    const attach = await attachLatency(stack, ids);
    process.stdout.write(`${JSON.stringify({ benchmark: 'renewals', subscriptions, ...wave, attach }, null, 2)}\n`);
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

async function measureWave(stack: Stack, { dueAt, subscriptions }: { readonly dueAt: number; readonly subscriptions: number }) {
  const due = new Date(dueAt).toISOString();
  await sleep(dueAt - Date.now() - 1000);
  const cpuBefore = stack.cpuSeconds();
  const bytesBefore = await stack.bytes();
  const actionsBefore = await readCounter(stack.metricsUrl, 'action');
  const tasksBefore = await readTasks(stack);
  await sleep(dueAt - Date.now());
  while ((await countSubscriptions(stack, `next_wake_at <= '${due}'`)) > 0) await sleep(100);
  const invoicedAt = Date.now();
  const { settledAt, tasks } = await settle(stack);
  const cpu = stack.cpuSeconds();
  const bytes = await stack.bytes();
  const actions = (await readCounter(stack.metricsUrl, 'action')) - actionsBefore;
  const perRenewalMs = (part: keyof typeof cpu): number => round(((cpu[part] - cpuBefore[part]) * 1000) / subscriptions);
  const cpuMs = { worker: perRenewalMs('worker'), temporal: perRenewalMs('temporal'), postgres: perRenewalMs('postgres') };
  return {
    invoicedPerSecond: round((subscriptions * 1000) / (invoicedAt - dueAt)),
    settledPerSecond: round((subscriptions * 1000) / (settledAt - dueAt)),
    cpuMsPerRenewal: { ...cpuMs, all: round(cpuMs.worker + cpuMs.temporal + cpuMs.postgres) },
    actionsPerRenewal: round(actions / subscriptions),
    workflowTasksPerRenewal: round((tasks - tasksBefore) / (2 * subscriptions)),
    bytesPerRenewal: {
      postgres: Math.round((bytes.postgres - bytesBefore.postgres) / subscriptions),
      temporal: Math.round((bytes.temporal - bytesBefore.temporal) / subscriptions),
    },
  };
}

/**
 * Waits until no more workflow tasks complete. Reads the server's metrics only now: rendering them costs the server more than
 * a renewal.
 */
async function settle(stack: Stack): Promise<{ readonly settledAt: number; readonly tasks: number }> {
  let tasks = await readTasks(stack);
  let settledAt = Date.now();
  while (Date.now() - settledAt < 2000) {
    await sleep(500);
    const now = await readTasks(stack);
    if (now !== tasks) settledAt = Date.now();
    tasks = now;
  }
  return { settledAt, tasks };
}

/**
 * The number of completed workflow tasks. When it stops growing, every workflow has set its timer again. The server counts
 * each task twice, in its frontend and in its history service.
 */
const readTasks = ({ metricsUrl }: Stack): Promise<number> =>
  readCounter(metricsUrl, 'service_requests', 'operation="RespondWorkflowTaskCompleted"');

const round = (value: number): number => Math.round(value * 100) / 100;
