import type { ProblemView } from '../support/api-client.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { flatBody, perUnitBody } from '../support/builders/price-bodies.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
});
afterAll(() => app.stop());

describe('an edit of a customer with subscriptions', () => {
  it('refuses another currency, and another time zone while one is running; the rest changes', async () => {
    const customerId = await createCustomer(app.api);
    const path = `/v1/customers/${customerId}`;
    await app.api.patch(path, { currency: 'USD' });
    const { id } = await subscribe(app.api, { customerId, startAt: '2026-03-01T00:00:00Z' });
    const move = { currency: 'EUR', timeZone: 'Asia/Tokyo', name: 'Moved' };
    const refused = await app.api.patch<ProblemView>(path, move, 409);
    expect([refused.code, refused.errors?.map(({ pointer, code }) => `${code} ${pointer}`)]).toEqual([
      'customer_in_use',
      ['currency_in_use /currency', 'time_zone_in_use /timeZone'],
    ]);
    expect(await app.api.patch(path, { name: 'Ada', accountType: 'business' })).toMatchObject({ currency: 'USD', name: 'Ada' });

    await app.api.post(`/v1/subscriptions/${id}/cancel`, { when: 'now' }, 200);
    expect(await app.api.patch(path, { timeZone: 'Asia/Tokyo' })).toMatchObject({ timeZone: 'Asia/Tokyo' });
    expect((await app.api.patch<ProblemView>(path, { currency: null }, 409)).code).toBe('customer_in_use');
  });

  it('4-19 applies another account type to later purchases', async () => {
    const flat = flatBody('5.00');
    const sold = { productKey: 'club', rateCards: [{ key: 'card', prices: [flat] }] };
    const restrictions = { accountTypes: ['business'] };
    await app.api.post('/v1/add-ons', { ...sold, key: 'lounge', name: 'Lounge', restrictions });
    await app.api.post('/v1/add-ons/lounge/launch', {}, 200);
    await app.api.post('/v1/plans', { ...sold, key: 'office', name: 'Office', addOns: [{ addOnKey: 'lounge' }] });
    await app.api.post('/v1/plans/office/launch', {}, 200);
    const customerId = await createCustomer(app.api);
    const order = { customerId, planKey: 'office', startAt: '2026-03-01T00:00:00Z' };
    const before = await subscribe(app.api, order);
    await app.api.patch(`/v1/customers/${customerId}`, { accountType: 'business' });
    const after = await subscribe(app.api, order);
    const attach = { addOnKey: 'lounge' };
    const refused = await app.api.post<ProblemView>(`/v1/subscriptions/${before.id}/add-ons`, attach, 422);
    expect(refused.code).toBe('add_on_restricted');
    await app.api.post(`/v1/subscriptions/${after.id}/add-ons`, attach, 200);
  });
});

describe('an edit of the unit of a feature', () => {
  it('appears on later lines', async () => {
    const price = perUnitBody('7.00');
    const entitlement = { kind: 'metered', limit: 'hard', quota: '1' };
    const rateCards = [{ key: 'single', featureKey: 'device', entitlement, prices: [price] }];
    await app.api.post('/v1/add-ons', { productKey: 'club', key: 'single', name: 'Single devices', rateCards });
    await app.api.post('/v1/add-ons/single/launch', {}, 200);
    const base = [{ key: 'base', prices: [{ ...price, model: 'flat', unitAmount: undefined, amount: '5.00' }] }];
    await app.api.post('/v1/plans', {
      productKey: 'club',
      key: 'singles',
      name: 'Singles',
      rateCards: base,
      addOns: [{ addOnKey: 'single' }],
    });
    await app.api.post('/v1/plans/singles/launch', {}, 200);
    const attach = async () => {
      const { id } = await subscribe(app.api, { planKey: 'singles', startAt: '2026-03-01T00:00:00Z' });
      const { invoices } = await app.api.post<{ invoices: readonly { lines: readonly { unitName: string }[] }[] }>(
        `/v1/subscriptions/${id}/add-ons`,
        { addOnKey: 'single' },
        200,
      );
      return invoices.flatMap(({ lines }) => lines.map(({ unitName }) => unitName));
    };
    expect(await attach()).toEqual(['device']);
    await app.api.patch('/v1/features/device', { unit: { singular: 'gadget', plural: 'gadgets' } });
    expect(await attach()).toEqual(['gadget']);
  });
});
