import { randomUUID } from 'node:crypto';
import { type SubscriptionId, toSubscriptionId } from '../src/domain/ids.ts';
import { temporalEngine } from '../src/engine/temporal-engine.ts';
import type { CommandAnswer, SubscriptionView } from '../test/support/api-client.ts';
import { inParallel, order, quantile } from './load.ts';
import type { Stack } from './stack.ts';

/** The calls at each concurrency. */
const calls = 400;

/**
 * Measures commands from their request until their invoice is committed, at several concurrencies: an attach over HTTP, the same
 * attach by update without the API, and an order with two add-ons over HTTP. CPU is that of all processes but the load.
 */
export async function commandLatency(stack: Stack, ids: readonly SubscriptionId[]) {
  const targets = cycle(ids);
  const { id: customerId } = await stack.api.post<{ readonly id: string }>('/v1/customers', { name: 'Buyer', currency: 'USD' });
  return {
    attachOverHttp: await atEach(stack, [1, 8, 32], () => attachOverHttp(stack, targets())),
    attachByUpdate: await atEach(stack, [1, 8, 32], attachByUpdate(stack, targets)),
    createOverHttp: await atEach(stack, [1, 8], () => create(stack, customerId)),
  };
}

/** Each call takes the next one. */
function cycle(ids: readonly SubscriptionId[]): () => SubscriptionId {
  let next = 0;
  return () => ids[next++ % ids.length] ?? toSubscriptionId('');
}

async function atEach(stack: Stack, concurrencies: readonly number[], call: () => Promise<void>) {
  const results: Record<string, object> = {};
  for (const concurrency of concurrencies) {
    const cpuBefore = sum(stack.cpuSeconds());
    const before = performance.now();
    const tookMs = await inParallel({ count: calls, concurrency }, call);
    const seconds = (performance.now() - before) / 1000;
    results[`concurrency${concurrency}`] = {
      p50Ms: round(quantile(tookMs, 0.5)),
      p99Ms: round(quantile(tookMs, 0.99)),
      perSecond: round(calls / seconds),
      cpuMs: round(((sum(stack.cpuSeconds()) - cpuBefore) * 1000) / calls),
    };
  }
  return results;
}

const sum = (parts: Readonly<Record<string, number>>): number => Object.values(parts).reduce((all, part) => all + part, 0);
const round = (value: number): number => Math.round(value * 10) / 10;

const attach = { addOnKey: 'add-on-three' };

async function attachOverHttp({ api }: Stack, subscriptionId: SubscriptionId): Promise<void> {
  const { invoices } = await api.post<CommandAnswer>(`/v1/subscriptions/${subscriptionId}/add-ons`, attach, 200);
  if (invoices.length !== 1) throw new Error('an attach issues one invoice');
}

async function create({ api }: Stack, customerId: string): Promise<void> {
  const { firstInvoice } = await api.post<SubscriptionView>('/v1/subscriptions', order({ customerId }), 201);
  if (!firstInvoice) throw new Error('an order issues an invoice');
}

function attachByUpdate(stack: Stack, targets: () => SubscriptionId): () => Promise<void> {
  const engine = temporalEngine({
    client: stack.temporal,
    taskQueue: stack.config.taskQueue,
    budget: 6,
    renewalSpreadMs: 0,
    answerWithinMs: 60_000,
    findResumable: async () => 'notFound',
  });
  return async () => {
    const outcome = await engine.send({
      tenantId: stack.tenantId,
      subscriptionId: targets(),
      requestId: randomUUID(),
      requestHash: '',
      command: { type: 'attachAddOn', actor: 'admin', ...attach },
    });
    if (outcome.result === 'refused') throw new Error(outcome.error.message);
  };
}
