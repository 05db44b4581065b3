import type { z } from 'zod';
import { checkAnswer } from '../../src/contracts/wire/subscription/entitlement.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { flatBody } from '../support/builders/price-bodies.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
  const quota = (amount: string, unit: 'month' | 'day' | null) => ({
    featureKey: 'device',
    entitlement: {
      kind: 'metered',
      limit: 'hard',
      quota: amount,
      ...(unit === null ? {} : { reset: { every: 1, unit, anchor: 'billingPeriod' } }),
    },
  });
  const flat = flatBody('5.00');
  const sold = { productKey: 'club', instance: 'multiple' };
  const addOns = [
    {
      ...sold,
      key: 'top-up',
      name: 'Top-up',
      rateCards: [{ key: 'c', ...quota('50', null), prices: [{ ...flat, cadence: 'oneTime' }] }],
    },
    { ...sold, key: 'daily', name: 'Daily', rateCards: [{ key: 'c', ...quota('2', 'day'), prices: [flat] }] },
  ];
  for (const addOn of addOns) {
    await app.api.post('/v1/add-ons', addOn);
    await app.api.post(`/v1/add-ons/${addOn.key}/launch`, {}, 200);
  }
  await app.api.post('/v1/plans', {
    productKey: 'club',
    key: 'calls',
    name: 'Calls',
    rateCards: [{ key: 'base', ...quota('100', 'month'), prices: [flat] }],
    addOns: addOns.map(({ key }) => ({ addOnKey: key })),
  });
  await app.api.post('/v1/plans/calls/launch', {}, 200);
});
afterAll(() => app.stop());

describe('quotas with different reset rules', () => {
  it('share a limit only if one of them has a window; the remaining units of all may be used', async () => {
    const customerId = await createCustomer(app.api);
    const order = { customerId, planKey: 'calls', startAt: '2026-03-01T00:00:00Z' };
    const { id } = await subscribe(app.api, order);
    const attach = (addOnKey: string, quantity: string) =>
      app.api.post(`/v1/subscriptions/${id}/add-ons`, { addOnKey, quantity }, 200);
    const check = async (quantity: string): Promise<z.output<typeof checkAnswer>> =>
      checkAnswer.parse(await app.api.post('/v1/entitlements/check', { customerId, featureKey: 'device', quantity }, 200));

    await attach('top-up', '2');
    expect(await check('200')).toMatchObject({ allowed: true, limit: '200', remaining: '200' });
    await attach('daily', '1');
    const several = await check('202');
    expect(several).toMatchObject({ allowed: true, limit: null, remaining: '202', resetsAt: '2026-03-02T00:00:00.000Z' });
    expect(several.buckets.map(({ quota, resetsAt }) => [quota, resetsAt])).toEqual(
      expect.arrayContaining([
        ['100', '2026-04-01T00:00:00.000Z'],
        ['100', null],
        ['2', '2026-03-02T00:00:00.000Z'],
      ]),
    );
    expect(await check('203')).toMatchObject({ allowed: false, reason: 'limit_exceeded', limit: null });
    const { data } = await app.api.get<{ readonly data: readonly object[] }>(`/v1/subscriptions/${id}/entitlements`);
    expect(data).toMatchObject([{ featureKey: 'device', limit: 'hard', quota: null, remaining: '202' }]);
  });
});
