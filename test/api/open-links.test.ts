import type { ApiClient, CommandAnswer } from '../support/api-client.ts';
import { advanceTo, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { flatBody } from '../support/builders/price-bodies.ts';

let app: TestApp;
let api: ApiClient;

const flat = flatBody('5.00');
const perUnit = { ...flat, model: 'perUnit', amount: undefined, unitAmount: '5.00' };

beforeAll(async () => {
  app = await startTestApp();
  ({ api } = app);
  await api.post('/v1/products', { key: 'club', name: 'Club' });
  for (const addOn of [
    { key: 'boxes', instance: 'multiple', rateCards: [{ key: 'boxes', prices: [flat] }] },
    { key: 'seats', unit: { singular: 'seat', plural: 'seats' }, rateCards: [{ key: 'seats', prices: [perUnit] }] },
  ]) {
    await api.post('/v1/add-ons', { productKey: 'club', name: addOn.key, ...addOn });
    await api.post(`/v1/add-ons/${addOn.key}/launch`, {}, 200);
  }
  await api.post('/v1/plans', {
    productKey: 'club',
    key: 'basic',
    name: 'Basic',
    policies: { 'compatibility.lock': 'open' },
    rateCards: [{ key: 'base', prices: [{ ...flat, amount: '20.00' }] }],
  });
  await api.post('/v1/plans/basic/launch', {}, 200);
});
afterAll(() => app.stop());

describe('a link that is added later with open links', () => {
  it('0-28, 1-13 applies at and after the attach: its maximum, and its policies for quantity and removal', async () => {
    const member = await subscribe(api, { startAt: '2026-03-01T00:00:00Z' });
    const addOnsPath = `/v1/subscriptions/${member.id}/add-ons`;
    await api.post('/v1/plans/basic/add-ons', { addOnKey: 'boxes', maxInstances: 2 });
    const policies = { 'quantity.increase.proration': 'full', 'detach.when': 'now', 'credit.form': 'none' };
    await api.post('/v1/plans/basic/add-ons', { addOnKey: 'seats', policies });
    await advanceTo(api, member.id, '2026-03-18T00:00:00Z');
    const boxes = await api.post<CommandAnswer>(addOnsPath, { addOnKey: 'boxes' }, 200);
    expect(await api.patch(`${addOnsPath}/${boxes.addOn.id}`, { quantity: 9 }, 422)).toMatchObject({
      code: 'max_instances_exceeded',
    });
    const seats = await api.post<CommandAnswer>(addOnsPath, { addOnKey: 'seats' }, 200);
    const two = await api.patch<CommandAnswer>(`${addOnsPath}/${seats.addOn.id}`, { quantity: 2 });
    expect(two.invoices.map(({ total }) => total.amount)).toEqual(['5.00']);
    const removed = await api.post<CommandAnswer>(`${addOnsPath}/${seats.addOn.id}/remove`, {}, 200);
    expect([removed.addOn.status, Reflect.get(removed, 'creditNotes')]).toEqual(['canceled', []]);
  });
});
