import { randomUUID } from 'node:crypto';
import type { ApiClient, SubscriptionView } from '../test/support/api-client.ts';

const monthly = { every: 1, unit: 'month' };
const flat = (amount: string) => ({ currency: 'USD', cadence: monthly, timing: 'inAdvance', model: 'flat', amount });

/** Launches a plan with three add-ons: orders include two of them, the benchmark attaches the third. */
export async function sellCatalogue(api: ApiClient): Promise<void> {
  for (const key of ['base', 'one', 'two', 'three']) {
    await api.post('/v1/features', { key, name: key, kind: 'boolean' });
  }
  await api.post('/v1/products', { key: 'bench', name: 'Bench' });
  for (const key of ['one', 'two', 'three']) {
    const instance = key === 'three' ? 'multiple' : 'single';
    const rateCards = [{ key, featureKey: key, entitlement: { kind: 'boolean' }, prices: [flat('5.00')] }];
    await api.post('/v1/add-ons', {
      productKey: 'bench',
      key: `add-on-${key}`,
      name: key,
      instance,
      rateCards,
      policies: separate(key),
    });
    await api.post(`/v1/add-ons/add-on-${key}/launch`, {}, 200);
  }
  const addOns = ['one', 'two', 'three'].map((key) => ({
    addOnKey: `add-on-${key}`,
    requirement: 'optional',
    visibility: 'customer',
  }));
  const rateCards = [{ key: 'base', featureKey: 'base', entitlement: { kind: 'boolean' }, prices: [flat('20.00')] }];
  await api.post('/v1/plans', { productKey: 'bench', key: 'plan', name: 'Plan', rateCards, addOns });
  await api.post('/v1/plans/plan/launch', {}, 200);
}

/** Each attach of the third add-on makes a separate attachment and invoice. */
const separate = (key: string) => (key === 'three' ? { 'instance.merge': 'separate' } : {});

/** An order in real time, with two add-ons. */
export const order = (given: { readonly customerId: string; readonly startAt?: string }) => ({
  planKey: 'plan',
  cadence: monthly,
  currency: 'USD',
  runsInRealTime: true,
  addOns: [{ addOnKey: 'add-on-one' }, { addOnKey: 'add-on-two' }],
  ...given,
});

/** Creates a subscription in real time from a past instant, with two add-ons. */
export async function subscribe(api: ApiClient, given: { readonly customerId: string; readonly startAt: string }) {
  const key = randomUUID();
  const call = () => api.post<SubscriptionView>('/v1/subscriptions', order(given), 201, { key });
  // Like a client: repeats the request with the same key if the engine did not answer in time.
  return call().catch(call).catch(call);
}

/** Runs `count` calls with at most `concurrency` at once; returns the duration of each in milliseconds. */
export async function inParallel(
  { count, concurrency }: { readonly count: number; readonly concurrency: number },
  call: (index: number) => Promise<unknown>,
): Promise<readonly number[]> {
  const tookMs: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const before = performance.now();
      await call(index);
      tookMs.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return tookMs;
}

/** The percentile: the value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
