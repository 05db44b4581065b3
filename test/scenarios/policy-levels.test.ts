import type { CommandAnswer, SubscriptionView } from '../support/api-client.ts';
import { createCustomer } from '../support/gym.ts';
import { advanceTo, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { flatBody } from '../support/builders/price-bodies.ts';

// One policy, attach.proration, set at every level. All add-ons cost 10.00 a month; the customer
// attaches on 18 March, when 14 of 31 days are left: prorate = 4.52, full = 10.00, freeUntilRenewal = nothing now.

let app: TestApp;
let member: SubscriptionView;

const flat = flatBody('10.00');
const free = { 'attach.proration': 'freeUntilRenewal' };

beforeAll(async () => {
  app = await startTestApp();
  const { api } = app;
  await api.post('/v1/products', { key: 'spa', name: 'Spa' });
  for (const { key, ...policies } of [{ key: 'towel' }, { key: 'sauna', policies: free }, { key: 'pool', policies: free }]) {
    await api.post('/v1/add-ons', { productKey: 'spa', key, name: key, rateCards: [{ key, prices: [flat] }], ...policies });
    await api.post(`/v1/add-ons/${key}/launch`, {}, 200);
  }
  await api.post('/v1/plans', {
    productKey: 'spa',
    key: 'guest',
    name: 'Guest',
    policies: { 'attach.proration': 'full' },
    rateCards: [{ key: 'base', prices: [flat] }],
    addOns: [{ addOnKey: 'towel' }, { addOnKey: 'sauna' }, { addOnKey: 'pool', policies: { 'attach.proration': 'prorate' } }],
  });
  await api.post('/v1/plans/guest/launch', {}, 200);
});
beforeEach(async () => {
  const customerId = await createCustomer(app.api);
  member = await subscribe(app.api, { customerId, planKey: 'guest', startAt: '2026-03-01T00:00:00Z' });
  await advanceTo(app.api, member.id, '2026-03-18T00:00:00Z');
});
afterAll(async () => app.stop());

interface Explained {
  readonly derivation: { readonly policies: Readonly<Record<string, { readonly value: string; readonly level: string }>> };
}

/** The amount of an attach, and the policy and level on its line. */
async function attach(addOnKey: string, body: object = {}) {
  const answer = await app.api.post<CommandAnswer>(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey, ...body }, 200);
  const [invoice] = answer.invoices;
  if (invoice === undefined) return { total: null, policy: null };
  const { derivation } = await app.api.get<Explained>(`/v1/invoices/${invoice.id}/lines/1/explain`);
  const { value, level } = derivation.policies['attach.proration'] ?? { value: '', level: '' };
  return { total: invoice.total.amount, policy: `${value} by ${level}` };
}

describe('a policy that several levels set', () => {
  it('is that of the plan unless a nearer level overrides it, and the subscription shows it', async () => {
    expect(await attach('towel')).toEqual({ total: '10.00', policy: 'full by plan' });
    expect(await readSubscription(app.api, member.id)).toMatchObject({ policies: { 'attach.proration': 'full' } });
  });

  it('is that of the add-on before that of the plan', async () => {
    expect(await attach('sauna')).toEqual({ total: null, policy: null });
  });

  it('is that of the link before that of the add-on: 10.00 × 14/31 = 4.52', async () => {
    expect(await attach('pool')).toEqual({ total: '4.52', policy: 'prorate by planAddOn' });
  });

  it('is that of the command before all others, which only an admin may set', async () => {
    const policies = { 'attach.proration': 'full' };
    expect(await attach('pool', { policies })).toEqual({ total: '10.00', policy: 'full by command' });
    const refused = await app.api.post(
      `/v1/subscriptions/${member.id}/add-ons`,
      { addOnKey: 'sauna', policies, actor: 'customer' },
      403,
    );
    expect(refused).toMatchObject({
      code: 'policy_argument_forbidden',
      meta: { policy: 'attach.proration', level: 'command' },
    });
  });
});

describe('the policies that a subscription shows', () => {
  it('are those in force now: its own, then those of the plan, then the current ones of the tenant', async () => {
    const customerId = await createCustomer(app.api);
    const own = { 'quantity.increase.proration': 'full', 'compatibility.lock': 'open' };
    const order = { customerId, planKey: 'guest', startAt: '2026-03-01T00:00:00Z', policies: own };
    const { id } = await subscribe(app.api, order);
    const policies = {
      'detach.when': 'now',
      'attach.proration': 'prorate',
      'quantity.increase.proration': 'prorate',
      consolidate: 'never',
    };
    await app.api.patch('/v1/settings', { policies });
    // The plan sets full for an attach. The consolidation of charges was fixed at the creation.
    const shown = {
      'detach.when': 'now',
      'attach.proration': 'full',
      'quantity.increase.proration': 'full',
      'compatibility.lock': 'open',
      consolidate: 'day',
    };
    expect(await readSubscription(app.api, id)).toMatchObject({ policies: shown });
    const listed = await app.api.get<{ data: readonly object[] }>(`/v1/subscriptions?customerId=${customerId}`);
    expect(listed.data).toMatchObject([{ policies: shown }]);
    // The removal takes effect at once.
    const { addOn } = await app.api.post<CommandAnswer>(`/v1/subscriptions/${id}/add-ons`, { addOnKey: 'towel' }, 200);
    const removed = await app.api.post<CommandAnswer>(`/v1/subscriptions/${id}/add-ons/${addOn.id}/remove`, {}, 200);
    expect([removed.addOn.status, removed.subscription]).toMatchObject(['canceled', { policies: shown }]);
    const cleared = { 'detach.when': null, 'attach.proration': null, 'quantity.increase.proration': null, consolidate: null };
    await app.api.patch('/v1/settings', { policies: cleared });
    expect(await readSubscription(app.api, id)).toMatchObject({ policies: { ...shown, 'detach.when': 'periodEnd' } });
  });
});
