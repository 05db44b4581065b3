import type { ApiClient } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { advanceTo, invoicesOf, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { flatBody } from '../support/builders/price-bodies.ts';

let app: TestApp;
let api: ApiClient;

const flat = flatBody('5.00');
const startAt = '2026-03-01T00:00:00Z';

/** Launches a plan with an add-on `{key}-towels`, and creates two subscriptions to it, one with the add-on. */
async function soldWithTowels(key: string) {
  const addOnKey = `${key}-towels`;
  await api.post('/v1/add-ons', {
    productKey: 'club',
    key: addOnKey,
    name: 'Towels',
    rateCards: [{ key: 'towels', prices: [flat] }],
  });
  await api.post(`/v1/add-ons/${addOnKey}/launch`, {}, 200);
  const rateCards = [{ key: 'base', prices: [{ ...flat, amount: '20.00' }] }];
  await api.post('/v1/plans', { productKey: 'club', key, name: key, rateCards, addOns: [{ addOnKey }] });
  await api.post(`/v1/plans/${key}/launch`, {}, 200);
  const having = await subscribe(api, { planKey: key, startAt, addOns: [{ addOnKey }] });
  const wanting = await subscribe(api, { planKey: key, startAt });
  return { addOnKey, having, wanting };
}
const attach = (id: string, addOnKey: string, status: number): Promise<{ readonly code?: string }> =>
  api.post(`/v1/subscriptions/${id}/add-ons`, { addOnKey }, status);
const detach = async (key: string): Promise<void> => {
  await api.post(`/v1/plans/${key}/versions`, { addOns: [] });
  await api.post(`/v1/plans/${key}/launch`, {}, 200);
};
const archive = (addOnKey: string): Promise<unknown> => api.post(`/v1/add-ons/${addOnKey}/archive`, {}, 200);

beforeAll(async () => {
  app = await startTestApp();
  ({ api } = app);
  await createGymCatalogue(api);
});
afterAll(() => app.stop());

describe('an archived add-on', () => {
  it('0-37 is still sold through the links of plans on sale, which the answer lists', async () => {
    const { addOnKey, wanting } = await soldWithTowels('linked');
    expect(await archive(addOnKey)).toMatchObject({ warnings: [{ code: 'still_linked', linkedBy: ['linked'] }] });
    await attach(wanting.id, addOnKey, 200);
  });

  it('0-36, 0-37 is not sold once it is detached, even to subscribers of a former version; existing attachments renew', async () => {
    const { addOnKey, having, wanting } = await soldWithTowels('detached');
    await detach('detached');
    expect(await archive(addOnKey)).toEqual({ archived: true, warnings: [] });
    expect(await attach(wanting.id, addOnKey, 409)).toMatchObject({
      code: 'add_on_archived',
      errors: [{ pointer: '/addOnKey', code: 'add_on_archived' }],
    });
    await advanceTo(api, having.id, '2026-04-01T00:00:00Z');
    expect((await invoicesOf(api, having.id)).map(({ total }) => total.amount)).toEqual(['25.00', '25.00']);
    await api.post(`/v1/add-ons/${addOnKey}/unarchive`, {}, 200);
    await attach(wanting.id, addOnKey, 200);
  });

  it('0-37 is not sold to subscribers of a former version if the policy required detaching first', async () => {
    await api.patch('/v1/settings', { policies: { 'archive.requireDetached': 'true' } });
    const { addOnKey, wanting } = await soldWithTowels('required');
    await api.post(`/v1/add-ons/${addOnKey}/archive`, {}, 409);
    await detach('required');
    await archive(addOnKey);
    expect(await attach(wanting.id, addOnKey, 409)).toMatchObject({ code: 'add_on_archived' });
  });

  it('0-37 is not listed as sold by a plan that is archived itself', async () => {
    await api.patch('/v1/settings', { policies: { 'archive.requireDetached': 'false' } });
    const { addOnKey, wanting } = await soldWithTowels('gone');
    await api.post('/v1/plans/gone/archive', {}, 200);
    expect(await archive(addOnKey)).toEqual({ archived: true, warnings: [] });
    expect(await attach(wanting.id, addOnKey, 409)).toMatchObject({ code: 'add_on_archived' });
  });
});
