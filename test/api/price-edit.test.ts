import type { ApiClient } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { advanceTo, invoicesOf, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { monthly } from '../support/builders/price-bodies.ts';

let app: TestApp;
let api: ApiClient;
beforeAll(async () => {
  app = await startTestApp();
  ({ api } = app);
  await createGymCatalogue(api);
});
afterAll(() => app.stop());

const startAt = '2026-03-01T00:00:00Z';
const edit = (addOnKey: string, price: object, status = 200): Promise<Record<string, unknown>> =>
  api.patch(`/v1/add-ons/${addOnKey}`, { prices: { [`${addOnKey}-usd-month`]: price } }, status);
const settings = (policies: object): Promise<unknown> => api.patch('/v1/settings', { policies });
const totals = async (id: string): Promise<readonly string[]> => (await invoicesOf(api, id)).map(({ total }) => total.amount);

describe('an edit of an amount in place', () => {
  it('3-42 is refused by default, with the name of the policy, and changes nothing', async () => {
    const refused = await edit('water', { amount: '6.00', sku: 'WATER' }, 422);
    expect(refused).toMatchObject({ code: 'price_edit_forbidden', meta: { policy: 'price.edit', level: 'default' } });
    expect(await api.get('/v1/add-ons/water')).toMatchObject({
      version: 1,
      rateCards: [{ prices: [{ amount: '5.00', sku: null }] }],
    });
  });

  it('3-42, 3-43 applies to new subscriptions if the policy allows it; others renew at the old price', async () => {
    await settings({ 'price.edit': 'flatAndPerUnit' });
    const before = await subscribe(api, { startAt, addOns: [{ addOnKey: 'water' }] });
    expect(await edit('water', { amount: '6.00', sku: 'WATER' })).toMatchObject({
      version: 2,
      launchedVersion: 2,
      status: 'launched',
      rateCards: [{ prices: [{ amount: '6.00', sku: 'WATER' }] }],
    });
    const after = await subscribe(api, { startAt, addOns: [{ addOnKey: 'water' }] });
    await advanceTo(api, before.id, '2026-04-01T00:00:00Z');
    expect([await totals(before.id), await totals(after.id)]).toEqual([['26.00', '26.00'], ['27.00']]);
  });

  it('3-42 is refused for a tier table, and changes a draft without a new version', async () => {
    const tiers = [{ upTo: null, unitAmount: '2.00' }];
    const price = { currency: 'USD', cadence: monthly, timing: 'inAdvance', model: 'tiered', tiers };
    const unit = { singular: 'box', plural: 'boxes' };
    const boxes = { productKey: 'club', key: 'boxes', name: 'Boxes', unit, rateCards: [{ key: 'boxes', prices: [price] }] };
    await api.post('/v1/add-ons', boxes);
    expect(await edit('boxes', { unitAmount: '3.00' }, 422)).toMatchObject({
      code: 'price_edit_forbidden',
      errors: [{ pointer: '/prices/boxes-usd-month/unitAmount' }],
    });
    const seats = { ...price, tiers: undefined, model: 'perUnit', unitAmount: '2.00' };
    await api.post('/v1/add-ons', { ...boxes, key: 'seats', rateCards: [{ key: 'seats', prices: [seats] }] });
    expect(await edit('seats', { unitAmount: '3.00' })).toMatchObject({
      version: 1,
      status: 'draft',
      rateCards: [{ prices: [{ unitAmount: '3.00' }] }],
    });
  });
});
