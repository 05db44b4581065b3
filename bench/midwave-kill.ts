import { setTimeout as sleep } from 'node:timers/promises';
import { sellCatalogue } from './load.ts';
import { countSubscriptions, prepareFleet } from './renewals.ts';
import { type Stack, startStack } from './stack.ts';

const killAfterMs = 1500;

/**
 * Kills the worker, and in a second wave the whole process tree, 1.5 s after many renewals fell due. Restarts it, and prints the
 * time until all were invoiced and that none was invoiced twice.
 */
export async function benchMidwaveKill({ subscriptions }: { readonly subscriptions: number }): Promise<void> {
  const worker = await wave(subscriptions, { kill: (stack) => stack.killWorker(), start: (stack) => stack.startWorker() });
  const tree = await wave(subscriptions, { kill: (stack) => stack.killTree(), start: (stack) => stack.startTree() });
  process.stdout.write(`${JSON.stringify({ benchmark: 'midwave-kill', subscriptions, killAfterMs, worker, tree }, null, 2)}\n`);
}

interface Victim {
  readonly kill: (stack: Stack) => Promise<void>;
  readonly start: (stack: Stack) => Promise<void>;
}

async function wave(subscriptions: number, { kill, start }: Victim) {
  const stack = await startStack();
  try {
    await sellCatalogue(stack.api);
    const { dueAt } = await prepareFleet(stack, subscriptions);
    const due = new Date(dueAt).toISOString();
    const before = await countInvoices(stack);
    await sleep(dueAt + killAfterMs - Date.now());
    await kill(stack);
    const killedAt = Date.now();
    await start(stack);
    const startedAt = Date.now();
    const invoicedAtKill = (await countInvoices(stack)) - before;
    while ((await countSubscriptions(stack, `next_wake_at <= '${due}'`)) > 0) await sleep(100);
    const doneAt = Date.now();
    const invoices = (await countInvoices(stack)) - before;
    if (invoices !== subscriptions) throw new Error(`${invoices} invoices for ${subscriptions} renewals`);
    return {
      invoicedAtKill,
      startedAgainAfterMs: startedAt - killedAt,
      allInvoicedAfterKillMs: doneAt - killedAt,
      invoices,
    };
  } finally {
    await stack.stop();
  }
}

const countInvoices = (stack: Stack): Promise<number> =>
  stack.database.inTenant(stack.tenantId, async (em) => {
    const [row] = await em.execute<{ count: string }[]>('select count(*) as count from invoice');
    return Number(row?.count ?? 0);
  });
