import type { ApiClient, CommandAnswer, InvoiceView, ListOf, SubscriptionView } from '../support/api-client.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { advanceTo, attachmentOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { flatBody } from '../support/builders/price-bodies.ts';

// The rights of customers through the API. Every subscription starts on 1 March in UTC; periods are months.

let app: TestApp;
let api: ApiClient;
let customerId: string;

const bySelf = { actor: 'customer' } as const;

beforeAll(async () => {
  app = await startTestApp();
  ({ api } = app);
  await createGymCatalogue(api);
  customerId = await createCustomer(api);
});
afterAll(() => app.stop());

const join = (order: object = {}): Promise<SubscriptionView> =>
  subscribe(api, { customerId, startAt: '2026-03-01T00:00:00Z', ...order });
const post = <T = CommandAnswer>(path: string, body: object, status = 200): Promise<T> => api.post<T>(path, body, status);
const attachmentPath = (member: SubscriptionView, addOnKey: string): string =>
  `/v1/subscriptions/${member.id}/add-ons/${attachmentOf(member, addOnKey).id}`;

describe('a removal or cancellation by a customer, with the policy periodEnd', () => {
  const inMidApril = { ...bySelf, when: 'at', at: '2026-04-02T00:00:00Z' };
  const forbidden = { code: 'policy_argument_forbidden', meta: { level: 'default' } };

  it('2-22 is refused in the middle of the current or a later period, so there is no credit', async () => {
    const member = await join({ addOns: [{ addOnKey: 'devices', quantity: 2 }] });
    const devices = attachmentPath(member, 'devices');
    expect(await post(`${devices}/remove`, inMidApril, 403)).toMatchObject(forbidden);
    expect(await api.patch(devices, { ...inMidApril, quantity: 1 }, 403)).toMatchObject(forbidden);
    expect(await post(`/v1/subscriptions/${member.id}/cancel`, inMidApril, 403)).toMatchObject(forbidden);
    await advanceTo(api, member.id, '2026-04-10T00:00:00Z');
    const notes = await api.get<ListOf<InvoiceView>>(`/v1/subscriptions/${member.id}/credit-notes`);
    expect(notes.data).toEqual([]);
  });

  it('2-22 is accepted at the end of any period', async () => {
    const member = await join({ addOns: [{ addOnKey: 'water' }] });
    const inMay = { ...bySelf, when: 'at', at: '2026-05-01T00:00:00Z' };
    const { pending } = await post(`${attachmentPath(member, 'water')}/remove`, inMay);
    expect(pending.map(({ effectiveAt }) => effectiveAt)).toEqual(['2026-05-01T00:00:00.000Z']);
  });
});

describe('an add-on that only administrators may attach', () => {
  it('0-32 cannot be increased by its customer, by an attach or by its quantity', async () => {
    const flat = flatBody('1.00');
    const special = { key: 'special', instance: 'multiple', rateCards: [{ key: 'special', prices: [flat] }] };
    await post('/v1/add-ons', { productKey: 'club', name: 'Special', ...special }, 201);
    await post('/v1/add-ons/special/launch', {});
    const addOns = [{ addOnKey: 'special', visibility: 'admin' }];
    await post(
      '/v1/plans',
      { productKey: 'club', key: 'vip', name: 'VIP', rateCards: [{ key: 'base', prices: [flat] }], addOns },
      201,
    );
    await post('/v1/plans/vip/launch', {});
    const member = await join({ planKey: 'vip', addOns: [{ addOnKey: 'special', quantity: 2 }] });
    const refused = { code: 'add_on_not_visible', meta: { policy: 'visibility', level: 'planAddOn' } };
    const attach = post(`/v1/subscriptions/${member.id}/add-ons`, { ...bySelf, addOnKey: 'special' }, 422);
    expect(await attach).toMatchObject(refused);
    expect(await api.patch(attachmentPath(member, 'special'), { ...bySelf, quantity: 3 }, 422)).toMatchObject(refused);
    const { addOn } = await api.patch<CommandAnswer>(attachmentPath(member, 'special'), { quantity: 3 });
    expect(addOn.quantity).toBe('3');
  });
});

describe('a mandatory add-on that an administrator removed', () => {
  it('0-30, 2-6 is mandatory again after an attach, and the customer cannot remove it', async () => {
    const member = await join();
    await post(`${attachmentPath(member, 'cover')}/remove`, { when: 'now', reason: 'a complaint' });
    const back = await post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'cover' });
    expect(back.addOn).toMatchObject({ addOnKey: 'cover', requirement: 'mandatory' });
    const removal = `/v1/subscriptions/${member.id}/add-ons/${back.addOn.id}/remove`;
    expect(await post(removal, bySelf, 422)).toMatchObject({ code: 'add_on_mandatory' });
  });
});

describe('a change scheduled by an administrator', () => {
  it('cannot be canceled or replaced by the customer, even with the policy replace', async () => {
    const flat = flatBody('1.00');
    const rateCards = [{ key: 'base', prices: [flat] }];
    const plan = { productKey: 'club', key: 'replacing', name: 'Replacing', rateCards, addOns: [{ addOnKey: 'devices' }] };
    await post('/v1/plans', { ...plan, policies: { 'pending.conflict': 'replace' } }, 201);
    await post('/v1/plans/replacing/launch', {});
    const member = await join({ planKey: 'replacing', addOns: [{ addOnKey: 'devices', quantity: 2 }] });
    const devices = attachmentPath(member, 'devices');
    const [removal] = (await post(`${devices}/remove`, {})).pending;
    const forbidden = { code: 'policy_argument_forbidden', meta: { policy: 'pending.conflict', changeId: removal?.id } };
    expect(await api.patch(devices, { ...bySelf, quantity: 3 }, 403)).toMatchObject(forbidden);
    expect(await post(`/v1/subscriptions/${member.id}/add-ons`, { ...bySelf, addOnKey: 'devices' }, 403)).toMatchObject(
      forbidden,
    );
    const { pending } = await readSubscription(api, member.id);
    expect(pending.map(({ id }) => id)).toEqual([removal?.id]);
  });
});
