import { randomUUID } from 'node:crypto';
import type { ListOf, SubscriptionView } from '../support/api-client.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { attachmentOf, invoicesOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { flatBody, monthly } from '../support/builders/price-bodies.ts';

// Each refusal of an order or a command over HTTP; the domain tests cover the rules in detail.

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
  await sellSpecials();
});
afterAll(() => app.stop());

const march = '2026-03-01T00:00:00Z';
const bySelf = { actor: 'customer' } as const;
const flat = flatBody('5.00');
const storage = (value: string) => ({ featureKey: 'storage', entitlement: { kind: 'static', value } });
const addOns: readonly { readonly key: string; readonly [field: string]: unknown }[] = [
  { key: 'vip', visibility: 'admin', rateCards: [{ key: 'vip', prices: [flat] }] },
  { key: 'lounge', restrictions: { accountTypes: ['business'] }, rateCards: [{ key: 'lounge', prices: [flat] }] },
  { key: 'locker', rateCards: [{ key: 'locker', prices: [{ ...flat, timing: 'inArrears' }] }] },
  { key: 'small', rateCards: [{ key: 'small', ...storage('100 GB'), prices: [flat] }] },
  { key: 'large', rateCards: [{ key: 'large', ...storage('500 GB'), prices: [flat] }] },
  {
    key: 'towels',
    rateCards: [{ key: 'towels', prices: [{ ...flat, model: 'perUnit', unitAmount: '1.00', amount: undefined }] }],
  },
  { key: 'euro', rateCards: [{ key: 'euro', prices: [flat, { ...flat, key: 'euro-eur', currency: 'EUR' }] }] },
  { key: 'late', rateCards: [{ key: 'late', prices: [flat] }] },
  { key: 'tea', rateCards: [{ key: 'tea', featureKey: 'tea', entitlement: { kind: 'boolean' } }] },
  { key: 'mint', rateCards: [{ key: 'mint', featureKey: 'tea', entitlement: { kind: 'boolean' } }] },
];

/** The plan `special`, 20.00 a month in two phases, with an add-on for each rule, and `by-unit` with a mandatory quantity. */
async function sellSpecials(): Promise<void> {
  await app.api.post('/v1/features', { key: 'storage', name: 'Storage', kind: 'static' });
  await app.api.post('/v1/features', { key: 'tea', name: 'Tea', kind: 'boolean' });
  for (const addOn of addOns) {
    const unit = { singular: 'piece', plural: 'pieces' };
    await app.api.post('/v1/add-ons', { productKey: 'club', name: addOn.key, unit, ...addOn });
    await app.api.post(`/v1/add-ons/${addOn.key}/launch`, {}, 200);
  }
  const links = addOns.map(({ key }) => ({ addOnKey: key, ...(key === 'late' ? { fromPhase: 'full' } : {}) }));
  await app.api.post('/v1/plans', {
    productKey: 'club',
    key: 'special',
    name: 'Special',
    phases: [{ key: 'intro', durationInCycles: 2 }, { key: 'full' }],
    rateCards: [{ key: 'base', featureKey: 'gym', entitlement: { kind: 'boolean' }, prices: [{ ...flat, amount: '20.00' }] }],
    addOns: links,
  });
  await app.api.post('/v1/plans/special/launch', {}, 200);
  await app.api.post('/v1/plans', {
    productKey: 'club',
    key: 'by-unit',
    name: 'By unit',
    rateCards: [{ key: 'base', prices: [flat] }],
    addOns: [{ addOnKey: 'towels', requirement: 'mandatory' }],
  });
  await app.api.post('/v1/plans/by-unit/launch', {}, 200);
}

/** Sends a request and returns `status code` of the problem. */
async function send(method: string, path: string, body: unknown = {}): Promise<string> {
  const response = await fetch(`${app.api.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${app.api.key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(body),
  });
  const problem = (await response.json()) as { readonly code?: string };
  return `${response.status} ${problem.code}`;
}

const inMarch = (order: object = {}) => subscribe(app.api, { startAt: march, ...order });
const special = (order: object = {}) => inMarch({ planKey: 'special', ...order });
const holding = (...keys: readonly string[]) => special({ addOns: keys.map((addOnKey) => ({ addOnKey })) });
const withWater = () => inMarch({ addOns: [{ addOnKey: 'water' }] });
const withDevices = () => inMarch({ addOns: [{ addOnKey: 'devices', quantity: 2 }] });
const command = (rest: string, body: object) => (member: SubscriptionView) =>
  send('POST', `/v1/subscriptions/${member.id}${rest}`, body);
const attach = (addOnKey: string, more: object = {}) => command('/add-ons', { addOnKey, ...more });
const remove =
  (addOnKey: string, more: object = {}) =>
  (member: SubscriptionView) =>
    command(`/add-ons/${attachmentOf(member, addOnKey).id}/remove`, more)(member);
const change = (addOnKey: string, body: object) => (member: SubscriptionView) =>
  send('PATCH', `/v1/subscriptions/${member.id}/add-ons/${attachmentOf(member, addOnKey).id}`, body);
/** The subscription after another command. */
const after =
  (start: () => Promise<SubscriptionView>, first: (member: SubscriptionView) => Promise<string>) =>
  async (): Promise<SubscriptionView> => {
    const member = await start();
    expect(await first(member)).toBe('200 undefined');
    return readSubscription(app.api, member.id);
  };

/** Everything that a command could change, except the time of a subscription on the wall clock. */
async function traceOf({ id }: SubscriptionView) {
  const { at: _at, ...subscription } = await readSubscription(app.api, id);
  const decisions = await app.api.get<ListOf<unknown>>(`/v1/subscriptions/${id}/timeline`);
  return { subscription, invoices: await invoicesOf(app.api, id), decisions: decisions.data };
}

type Command = (member: SubscriptionView) => Promise<string>;

describe('a refused command writes nothing', () => {
  it.each<[string, () => Promise<SubscriptionView>, Command, string]>([
    ['1-7 an attached add-on', withWater, attach('water'), '409 add_on_already_attached'],
    ['an add-on that is not linked', () => inMarch(), attach('vip'), '422 add_on_not_linked'],
    ['0-8 a hidden add-on, by the customer', () => special(), attach('vip', bySelf), '422 add_on_not_visible'],
    ['1-14 an add-on of a later phase', () => special(), attach('late'), '422 add_on_not_in_phase'],
    ['4-19 an add-on for businesses', () => special(), attach('lounge'), '422 add_on_restricted'],
    ['1-16 two add-ons that set a value', () => holding('small'), attach('large'), '422 entitlement_not_extendable'],
    ['0-23 (config) a price in arrears', () => special(), attach('locker'), '422 price_not_chargeable'],
    ['half an instance', () => inMarch(), attach('devices', { quantity: '0.5' }), '422 quantity_invalid'],
    ['1-13 too many instances', withDevices, attach('devices', { quantity: 4 }), '422 max_instances_exceeded'],
    ['an unchanged quantity', withDevices, change('devices', { quantity: 2 }), '422 quantity_unchanged'],
    ['0-30 a mandatory add-on, by the customer', () => inMarch(), remove('cover', bySelf), '422 add_on_mandatory'],
    ['an unknown attachment', () => inMarch(), command('/add-ons/att_9/remove', {}), '404 attachment_not_found'],
    ['a past instant', () => inMarch(), attach('water', { when: 'at', at: march }), '422 effective_at_invalid'],
    [
      'a date before the start',
      () => inMarch(),
      attach('water', { when: 'backdate', at: '2026-02-01T00:00:00Z' }),
      '422 backdate_before_start',
    ],
    ['a change beside a pending one', after(withWater, remove('water')), remove('water'), '409 pending_change_conflict'],
    [
      'an unknown pending change',
      () => inMarch(),
      ({ id }) => send('DELETE', `/v1/subscriptions/${id}/pending/chg_9`),
      '404 pending_change_not_found',
    ],
    [
      'a change at the end or later',
      after(() => inMarch(), command('/cancel', {})),
      attach('water', { when: 'nextPeriod' }),
      '409 subscription_ending',
    ],
    [
      'an ended subscription',
      after(() => inMarch(), command('/cancel', { when: 'now' })),
      attach('water'),
      '409 subscription_ended',
    ],
    [
      'a subscription before its start',
      () => inMarch({ startAt: '2100-01-01T00:00:00Z', runsInRealTime: true }),
      attach('water'),
      '409 subscription_not_started',
    ],
  ])('%s', async (_what, start, refusedCommand, refusal) => {
    const member = await start();
    const before = await traceOf(member);
    expect(await refusedCommand(member)).toBe(refusal);
    expect(await traceOf(member)).toEqual(before);
  });

  it('4-19 an add-on that is now restricted to another plan', async () => {
    for (const key of ['old', 'new']) {
      const addOn = { productKey: 'club', key: `only-${key}`, name: key, rateCards: [{ key, prices: [flat] }] };
      await app.api.post('/v1/add-ons', addOn);
      await app.api.post(`/v1/add-ons/only-${key}/launch`, {}, 200);
    }
    const plan = { productKey: 'club', key: 'swap', name: 'Swap', rateCards: [{ key: 'base', prices: [flat] }] };
    await app.api.post('/v1/plans', { ...plan, addOns: [{ addOnKey: 'only-old' }] });
    await app.api.post('/v1/plans/swap/launch', {}, 200);
    const member = await inMarch({ planKey: 'swap' });
    await app.api.post('/v1/plans/swap/versions', { addOns: [{ addOnKey: 'only-new' }] });
    await app.api.post('/v1/plans/swap/launch', {}, 200);
    await app.api.post('/v1/add-ons/only-old/versions', { restrictions: { plans: ['basic'] } });
    await app.api.post('/v1/add-ons/only-old/launch', {}, 200);
    const before = await traceOf(member);
    expect(await attach('only-old')(member)).toBe('422 add_on_restricted');
    expect(await traceOf(member)).toEqual(before);
  });
});

describe('a refused order creates no subscription', () => {
  it.each<[string, object, string]>([
    ['1-14 an add-on of a later phase', { addOns: [{ addOnKey: 'late' }] }, '422 add_on_not_in_phase'],
    ['4-19 an add-on for businesses', { addOns: [{ addOnKey: 'lounge' }] }, '422 add_on_restricted'],
    [
      '1-16 two add-ons that set a value',
      { addOns: [{ addOnKey: 'small' }, { addOnKey: 'large' }] },
      '422 entitlement_not_extendable',
    ],
    ['0-23 (config) a price in arrears', { addOns: [{ addOnKey: 'locker' }] }, '422 price_not_chargeable'],
    ['2-19 a mandatory per-unit add-on without a quantity', { planKey: 'by-unit' }, '422 quantity_required'],
    ['2-15 another currency', { currency: 'EUR' }, '422 price_not_found'],
    ['a repeated add-on', { addOns: [{ addOnKey: 'tea' }, { addOnKey: 'tea' }] }, '409 add_on_already_attached'],
    [
      'a start more than 24 periods ago on the wall clock',
      { runsInRealTime: true, startAt: '2020-01-01T00:00:00Z' },
      '422 catch_up_too_long',
    ],
  ])('%s', async (_what, order, refusal) => {
    const customerId = await createCustomer(app.api);
    const stated = { customerId, planKey: 'special', cadence: monthly, currency: 'USD', startAt: march, ...order };
    expect(await send('POST', '/v1/subscriptions', stated)).toBe(refusal);
    expect((await app.api.get<ListOf<unknown>>(`/v1/subscriptions?customerId=${customerId}`)).data).toEqual([]);
  });
});

describe('deleting an add-on in use', () => {
  const endTea = async (): Promise<SubscriptionView> => {
    const member = await holding('tea');
    expect(await remove('tea', { when: 'now' })(member)).toBe('200 undefined');
    return member;
  };

  it.each<[string, string, () => Promise<SubscriptionView>]>([
    ['has', 'tea', () => holding('tea')],
    ['had', 'tea', endTea],
    ['will get', 'mint', after(() => special(), attach('mint', { when: 'nextPeriod' }))],
  ])('3-37 that a subscription %s is refused even if the tenant allows deletion without prices', async (_when, key, start) => {
    const before = await traceOf(await start());
    await app.api.patch('/v1/settings', { policies: { 'delete.allowed': 'withoutPrices' } });
    expect(await send('DELETE', `/v1/add-ons/${key}`)).toBe('409 offering_in_use');
    await app.api.patch('/v1/settings', { policies: null });
    expect(await traceOf(before.subscription as SubscriptionView)).toEqual(before);
    expect(await app.api.get(`/v1/add-ons/${key}`)).toMatchObject({ status: 'launched' });
  });
});
