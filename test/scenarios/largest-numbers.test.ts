import type { ProblemView } from '../support/api-client.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { advanceTo, invoicesOf, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { flatBody, monthly } from '../support/builders/price-bodies.ts';

// Accepted values can be stored: the largest price at the largest possible quantity renews like any other.

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
});
afterAll(async () => app.stop());

const addOn = (key: string, unitAmount: string) => ({
  productKey: 'club',
  key,
  name: key,
  rateCards: [{ key: 'c', prices: [{ currency: 'USD', cadence: monthly, timing: 'inAdvance', model: 'perUnit', unitAmount }] }],
});

describe('the largest numbers', () => {
  it('of a price have 15 digits before the point', async () => {
    const problem = await app.api.post<ProblemView>('/v1/add-ons', addOn('huge', '1000000000000000.00'), 400);
    expect(problem.errors).toMatchObject([{ pointer: '/rateCards/0/prices/0/unitAmount', code: 'invalid_format' }]);
  });

  it('limit lines to 10^18: a quantity that costs more is refused, one that costs less renews', async () => {
    await app.api.post('/v1/add-ons', {
      ...addOn('dear', '999999999999999.999999999999'),
      unit: { singular: 'seat', plural: 'seats' },
    });
    await app.api.post('/v1/add-ons/dear/launch', {}, 200);
    await app.api.post('/v1/plans', {
      productKey: 'club',
      key: 'with-dear',
      name: 'With dear',
      rateCards: [{ key: 'base', prices: [flatBody('20.00')] }],
      addOns: [{ addOnKey: 'dear', requirement: 'optional' }],
    });
    await app.api.post('/v1/plans/with-dear/launch', {}, 200);
    const customerId = await createCustomer(app.api);
    const { id } = await subscribe(app.api, { customerId, planKey: 'with-dear', startAt: '2026-03-01T00:00:00Z' });
    const attach = { addOnKey: 'dear', quantity: '1001' };
    const problem = await app.api.post<ProblemView>(`/v1/subscriptions/${id}/add-ons`, attach, 422);
    expect(problem).toMatchObject({ code: 'quantity_invalid', errors: [{ pointer: '/quantity' }] });
    await app.api.post(`/v1/subscriptions/${id}/add-ons`, { ...attach, quantity: '1000' }, 200);
    await advanceTo(app.api, id, '2026-05-01T00:00:00Z');
    const totals = (await invoicesOf(app.api, id)).map(({ total }) => total.amount);
    expect(totals.slice(-2)).toEqual(['1000000000000000020.00', '1000000000000000020.00']);
  });
});
