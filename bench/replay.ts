import { setTimeout as sleep } from 'node:timers/promises';
import { toSubscriptionId } from '../src/domain/ids.ts';
import { subscriptionWorkflowId, stateQuery } from '../src/contracts/messages.ts';
import { inParallel, quantile, sellCatalogue } from './load.ts';
import { prepareFleet } from './renewals.ts';
import { startStack } from './stack.ts';

/** Queries the state of many workflows from a worker with an empty cache, and prints the cost of a replay. */
export async function benchReplay({ subscriptions }: { readonly subscriptions: number }): Promise<void> {
  const stack = await startStack();
  try {
    await sellCatalogue(stack.api);
    const { ids } = await prepareFleet(stack, subscriptions);
    await stack.killWorker();
    await stack.startWorker();
    const ask = (id = toSubscriptionId('')): Promise<unknown> =>
      stack.temporal.workflow.getHandle(subscriptionWorkflowId(stack.tenantId, id)).query(stateQuery);
    const [first, ...others] = ids;
    await untilAnswered(() => ask(first));
    const before = stack.cpuSeconds();
    const tookMs = await inParallel({ count: others.length, concurrency: 4 }, (index) => ask(others[index]));
    const after = stack.cpuSeconds();
    const perWorkflowMs = (part: 'worker' | 'temporal'): number =>
      Math.round(((after[part] - before[part]) * 100_000) / others.length) / 100;
    const cpuMsPerColdWorkflow = { worker: perWorkflowMs('worker'), temporal: perWorkflowMs('temporal') };
    const p50Ms = Math.round(quantile(tookMs, 0.5) * 10) / 10;
    process.stdout.write(`${JSON.stringify({ benchmark: 'replay', subscriptions, cpuMsPerColdWorkflow, p50Ms }, null, 2)}\n`);
  } finally {
    await stack.stop();
  }
}

/** Waits for the first poll of a new worker; until then the server reports that no worker can answer. */
async function untilAnswered(ask: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ask();
      return;
    } catch (error) {
      if (attempt === 60) throw error;
      await sleep(500);
    }
  }
}
