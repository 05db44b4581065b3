import { checkAnswer, entitlementList } from '../../src/contracts/wire/subscription/entitlement.ts';
import { parseExactly } from '../support/parse-exactly.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { subscribe as subscribeMember } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let customerId: string;
beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
  customerId = await createCustomer(app.api);
});
afterAll(() => app.stop());

const subscribe = async (more: object = {}): Promise<string> =>
  (await subscribeMember(app.api, { customerId, startAt: '2026-03-01T00:00:00Z', ...more })).id;
const refusedCheck = async (body: object) =>
  (await app.api.post<{ readonly code: string }>('/v1/entitlements/check', { customerId, featureKey: 'gym', ...body }, 404))
    .code;

describe('entitlements', () => {
  it('1-5 are merged with a breakdown by source', async () => {
    const id = await subscribe({ addOns: [{ addOnKey: 'devices', quantity: 2 }] });
    const { data, at } = parseExactly(entitlementList, await app.api.get(`/v1/subscriptions/${id}/entitlements`));
    expect(at).toBe('2026-03-01T00:00:00.000Z');
    expect(data).toMatchObject([
      {
        featureKey: 'device',
        kind: 'metered',
        limit: 'hard',
        quota: '6',
        resetsAt: '2026-04-01T00:00:00.000Z',
        sources: [{ offeringKey: 'devices', quantity: '2', quota: '6' }],
      },
      { featureKey: 'gym', kind: 'boolean', sources: [{ offeringKey: 'basic', attachmentId: null }] },
    ]);
  });

  it('4-3 (half) are checked for one subscription or for all of the customer', async () => {
    const member = await createCustomer(app.api);
    const check = async (body: object) =>
      parseExactly(
        checkAnswer,
        await app.api.post('/v1/entitlements/check', { customerId: member, featureKey: 'device', ...body }, 200),
      );
    expect(await check({})).toMatchObject({ allowed: false, reason: 'no_access', limit: null, sources: [] });
    const [first, second] = [
      await subscribe({ customerId: member, addOns: [{ addOnKey: 'devices', quantity: 1 }] }),
      await subscribe({ customerId: member }),
    ];
    expect(await check({ quantity: '3' })).toMatchObject({ allowed: true, limit: '3', remaining: '3', used: '0' });
    expect(await check({ subscriptionId: first, quantity: 4 })).toMatchObject({ allowed: false, reason: 'limit_exceeded' });
    expect(await check({ subscriptionId: second })).toMatchObject({ allowed: false, reason: 'no_access' });
  });

  it('know neither a feature nor a customer nor a subscription of somebody else', async () => {
    const id = await subscribe();
    expect(await refusedCheck({ featureKey: 'spa' })).toBe('not_found');
    expect(await refusedCheck({ customerId: 'cus_none' })).toBe('not_found');
    expect(await refusedCheck({ customerId: await createCustomer(app.api), subscriptionId: id })).toBe(
      'subscription_not_found',
    );
  });
});
