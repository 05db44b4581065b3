import { randomUUID } from 'node:crypto';
import { type SubscriptionId, toSubscriptionId } from '../src/domain/ids.ts';
import { temporalEngine } from '../src/engine/temporal-engine.ts';
import { inParallel, quantile } from './load.ts';
import type { Stack } from './stack.ts';

const perLevel = 400;

/** Measures the time of an attach by update until its invoice is committed, and the rate, at several concurrencies. */
export async function attachLatency(stack: Stack, ids: readonly SubscriptionId[]) {
  const { taskQueue } = stack.config;
  const engine = temporalEngine({
    client: stack.temporal,
    taskQueue,
    budget: 6,
    renewalSpreadMs: 0,
    answerWithinMs: 60_000,
    findResumable: async () => 'notFound',
  });
  const results: Record<string, { readonly p50Ms: number; readonly p99Ms: number; readonly perSecond: number }> = {};
  let offset = 0;
  for (const concurrency of [1, 8, 32]) {
    const before = performance.now();
    const tookMs = await inParallel({ count: perLevel, concurrency }, async (index) => {
      const subscriptionId = ids[(offset + index) % ids.length] ?? toSubscriptionId('');
      const command = { type: 'attachAddOn', addOnKey: 'add-on-three', actor: 'admin' } as const;
      const outcome = await engine.send({
        tenantId: stack.tenantId,
        subscriptionId,
        requestId: randomUUID(),
        requestHash: '',
        command,
      });
      if (outcome.result === 'refused') throw new Error(outcome.error.message);
    });
    offset += perLevel;
    const seconds = (performance.now() - before) / 1000;
    results[`concurrency${concurrency}`] = {
      p50Ms: Math.round(quantile(tookMs, 0.5) * 10) / 10,
      p99Ms: Math.round(quantile(tookMs, 0.99) * 10) / 10,
      perSecond: Math.round(perLevel / seconds),
    };
  }
  return results;
}
