import { checkAnswer, entitlementList } from '../../src/contracts/wire/subscription/entitlement.ts';
import { parseExactly } from '../support/parse-exactly.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import type { CommandAnswer, SubscriptionView } from '../support/api-client.ts';
import { advanceTo, readSubscription, subscribe as subscribeMember } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

type StateView = SubscriptionView & { readonly cancelAt: string | null };

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

  it('4-14 (half) follow the state of the subscription: trial, active, ending, ended', async () => {
    const id = await subscribe({ planKey: 'tryout' });
    const state = async () => {
      const { status, cancelAt } = await app.api.get<StateView>(`/v1/subscriptions/${id}`);
      const { allowed } = await app.api.post<{ readonly allowed: boolean }>(
        '/v1/entitlements/check',
        { customerId, featureKey: 'gym', subscriptionId: id },
        200,
      );
      return [status, cancelAt, allowed];
    };
    expect(await state()).toEqual(['trial', null, true]);
    await advanceTo(app.api, id, '2026-03-15T00:00:00Z');
    expect(await state()).toEqual(['active', null, true]);
    await app.api.post(`/v1/subscriptions/${id}/cancel`, {}, 200);
    expect(await state()).toEqual(['active', '2026-04-15T00:00:00.000Z', true]);
    await advanceTo(app.api, id, '2026-04-15T00:00:00Z');
    expect(await state()).toEqual(['canceled', '2026-04-15T00:00:00.000Z', false]);
  });

  it('4-15 (half) come from the add-ons that are active, scheduled or canceled now', async () => {
    const id = await subscribe();
    const path = `/v1/subscriptions/${id}`;
    const { addOn } = await app.api.post<CommandAnswer>(`${path}/add-ons`, { addOnKey: 'water' }, 200);
    await app.api.post(`${path}/add-ons`, { addOnKey: 'devices', quantity: 2, when: 'nextPeriod' }, 200);
    await app.api.post(`${path}/add-ons/${addOn.id}/remove`, { when: 'periodEnd' }, 200);
    const current = async () => {
      const { addOns, pending } = await readSubscription(app.api, id);
      const { data } = parseExactly(entitlementList, await app.api.get(`${path}/entitlements`));
      return {
        addOns: addOns.map(({ addOnKey, status }) => `${addOnKey} ${status}`),
        scheduled: pending.map(({ command }) => command.type),
        access: data.map(
          ({ featureKey, sources }) => `${featureKey} by ${sources.map(({ offeringKey }) => offeringKey).join()}`,
        ),
      };
    };
    expect(await current()).toEqual({
      addOns: ['cover active', 'water ending'],
      scheduled: ['attachAddOn', 'removeAddOn'],
      access: ['filtered-water by water', 'gym by basic'],
    });
    await advanceTo(app.api, id, '2026-04-01T00:00:00Z');
    expect(await current()).toEqual({
      addOns: ['cover active', 'water canceled', 'devices active'],
      scheduled: [],
      access: ['device by devices', 'gym by basic'],
    });
  });

  it('refuse an unknown feature or customer, and a subscription of another customer', async () => {
    const id = await subscribe();
    expect(await refusedCheck({ featureKey: 'spa' })).toBe('not_found');
    expect(await refusedCheck({ customerId: 'cus_none' })).toBe('not_found');
    expect(await refusedCheck({ customerId: await createCustomer(app.api), subscriptionId: id })).toBe(
      'subscription_not_found',
    );
  });
});
