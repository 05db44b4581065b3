import type { ApiClient, CommandAnswer, InvoiceView, ProblemView, SubscriptionView } from '../support/api-client.ts';
import { checkAccess } from '../support/access.ts';
import { createCustomer } from '../support/gym.ts';
import { advanceTo, attachmentOf, invoicesOf, readSubscription } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { monthly } from '../support/builders/price-bodies.ts';

// The rules of add-ons as an API client sees them: purchase, charge and access.

let app: TestApp;
let api: ApiClient;

const price = (model: object) => ({ currency: 'USD', cadence: monthly, timing: 'inAdvance', ...model });
const flat = (amount: string) => price({ model: 'flat', amount });
const perUnit = (unitAmount: string) => price({ model: 'perUnit', unitAmount });
const tiers = (model: string, amounts: readonly [string, string]) => {
  const field = model === 'stairStep' ? 'flatAmount' : 'unitAmount';
  return price({
    model,
    tiers: [
      { upTo: '10', [field]: amounts[0] },
      { upTo: null, [field]: amounts[1] },
    ],
  });
};
const quota = (units: string) => ({
  kind: 'metered',
  limit: 'hard',
  quota: units,
  reset: { every: 1, unit: 'month', anchor: 'activation' },
});

/** Each add-on has one rate card, under its own key. */
const addOns: Readonly<Record<string, { readonly card: object; readonly more?: object }>> = {
  cover: { card: { prices: [flat('1.00')] } },
  insurance: { card: { prices: [perUnit('2.00')] } },
  pool: { card: { featureKey: 'pool', entitlement: { kind: 'boolean' }, prices: [flat('5.00')] } },
  seats: { card: { featureKey: 'seat', entitlement: quota('1'), prices: [perUnit('7.00')] }, more: { instance: 'multiple' } },
  storage: { card: { featureKey: 'storage', entitlement: { kind: 'static', value: '500 GB' }, prices: [flat('8.00')] } },
  calls: { card: { featureKey: 'call', entitlement: quota('500'), prices: [flat('4.00')] }, more: { instance: 'multiple' } },
  graduated: { card: { prices: [tiers('tiered', ['5.00', '3.00'])] } },
  volume: { card: { prices: [tiers('volume', ['5.00', '3.00'])] } },
  ranged: { card: { prices: [tiers('stairStep', ['30.00', '50.00'])] } },
};
const optional = Object.keys(addOns).filter((key) => key !== 'cover' && key !== 'insurance');

async function sell(): Promise<void> {
  for (const key of ['gym', 'pool']) await api.post('/v1/features', { key, name: key, kind: 'boolean' });
  await api.post('/v1/features', { key: 'storage', name: 'Storage', kind: 'static' });
  for (const key of ['seat', 'call']) {
    const meter = { aggregation: 'sum', eventType: `${key}.used`, valueField: 'count' };
    await api.post('/v1/features', { key, name: key, kind: 'metered', unit: { singular: key, plural: `${key}s` }, meter });
  }
  await api.post('/v1/products', { key: 'club', name: 'Club' });
  for (const [key, { card, more }] of Object.entries(addOns)) {
    const unit = { singular: 'piece', plural: 'pieces' };
    await api.post('/v1/add-ons', { productKey: 'club', key, name: key, unit, rateCards: [{ key, ...card }], ...more });
    await api.post(`/v1/add-ons/${key}/launch`, {}, 200);
  }
  const links = optional.map((addOnKey) => ({ addOnKey, requirement: 'optional' }));
  await sellPlan('basic', [...links, { addOnKey: 'cover', requirement: 'mandatory' }]);
  await sellPlan('premium', [{ addOnKey: 'cover', requirement: 'optional' }, { addOnKey: 'pool' }]);
  await sellPlan('insured', [{ addOnKey: 'insurance', requirement: 'mandatory' }]);
}

/** A plan for 20.00 a month with the gym and 1,000 calls. */
async function sellPlan(key: string, links: readonly object[]): Promise<void> {
  const rateCards = [
    { key: 'base', featureKey: 'gym', entitlement: { kind: 'boolean' }, prices: [flat('20.00')] },
    { key: 'calls', featureKey: 'call', entitlement: quota('1000') },
  ];
  await api.post('/v1/plans', { productKey: 'club', key, name: key, rateCards, addOns: links });
  await api.post(`/v1/plans/${key}/launch`, {}, 200);
}

beforeAll(async () => {
  app = await startTestApp();
  ({ api } = app);
  await sell();
});
afterAll(() => app.stop());

interface Member extends SubscriptionView {
  readonly customerId: string;
  readonly planKey: string;
  readonly firstInvoice: InvoiceView;
}
const order = async (more: object = {}) => ({
  customerId: await createCustomer(api),
  planKey: 'basic',
  cadence: monthly,
  currency: 'USD',
  startAt: '2026-03-01T00:00:00Z',
  ...more,
});
const join = async (more: object = {}): Promise<Member> => api.post('/v1/subscriptions', await order(more));
const attach = ({ id }: Member, addOnKey: string, more: object = {}): Promise<CommandAnswer> =>
  api.post(`/v1/subscriptions/${id}/add-ons`, { addOnKey, ...more }, 200);
const refusedAttach = async ({ id }: Member, body: object, status: number): Promise<string> =>
  (await api.post<ProblemView>(`/v1/subscriptions/${id}/add-ons`, body, status)).code;
const access = async (member: Member, featureKey: string) => (await checkAccess(api, member, featureKey)).allowed;
const limit = async (member: Member, featureKey: string) => (await checkAccess(api, member, featureKey)).limit;
const pathOf = (member: Member, addOn: { readonly id: string }): string => `/v1/subscriptions/${member.id}/add-ons/${addOn.id}`;
const linesOf = ({ lines }: InvoiceView): readonly string[] =>
  lines.map(({ offeringKey, quantity, amount }) => `${offeringKey} ×${quantity} ${amount.amount}`);
const lastInvoice = async ({ id }: Member): Promise<InvoiceView> => {
  const last = (await invoicesOf(api, id)).at(-1);
  if (last === undefined) throw new Error('there is no invoice');
  return last;
};

describe('the entitlements of an add-on', () => {
  it('0-1, 1-4, 3-26, 4-9, 4-18 are a feature, a limit, seats and storage that the plan lacks, without a change of the plan', async () => {
    const member = await join();
    const before = await Promise.all(['pool', 'seat', 'storage'].map((feature) => access(member, feature)));
    expect([before, await limit(member, 'call')]).toEqual([[false, false, false], '1000']);
    for (const key of ['pool', 'seats', 'storage', 'calls']) await attach(member, key);
    const after = await Promise.all(['pool', 'seat', 'storage'].map((feature) => access(member, feature)));
    expect([after, await limit(member, 'call'), await limit(member, 'seat')]).toEqual([[true, true, true], '1500', '1']);
    const { data } = await api.get<{ readonly data: readonly object[] }>(`/v1/subscriptions/${member.id}/entitlements`);
    expect(data).toContainEqual(expect.objectContaining({ featureKey: 'storage', value: '500 GB' }));
    const now = await api.get<Member & { readonly planVersion: number }>(`/v1/subscriptions/${member.id}`);
    expect([now.planKey, now.planVersion]).toEqual(['basic', 1]);
  });

  it('0-11 include access to a boolean feature from the instant of the attach on', async () => {
    const member = await join();
    await attach(member, 'pool', { when: 'at', at: '2026-03-18T00:00:00Z' });
    await advanceTo(api, member.id, '2026-03-17T23:59:59.999Z');
    expect(await access(member, 'pool')).toBe(false);
    await advanceTo(api, member.id, '2026-03-18T00:00:00Z');
    expect(await access(member, 'pool')).toBe(true);
  });

  it('2-23, 2-24 are checked by feature, whether a plan or an add-on grants it', async () => {
    const member = await join();
    await attach(member, 'calls');
    const { sources } = await api.post<{ readonly sources: readonly { readonly offeringKey: string }[] }>(
      '/v1/entitlements/check',
      { customerId: member.customerId, featureKey: 'call' },
      200,
    );
    expect(sources.map(({ offeringKey }) => offeringKey)).toEqual(['basic', 'calls']);
    expect([await access(member, 'gym'), await access(member, 'call')]).toEqual([true, true]);
  });

  it('4-1 (half) is a feature, seats or calls whose access names the line that charges for the add-on', async () => {
    const member = await join();
    for (const [addOnKey, featureKey] of [
      ['pool', 'pool'],
      ['seats', 'seat'],
      ['calls', 'call'],
    ] as const) {
      const { addOn, invoices } = await attach(member, addOnKey);
      const lineIds = invoices.flatMap(({ lines }) => lines).map(({ id }) => id);
      expect(lineIds).toHaveLength(1);
      const { sources } = await checkAccess(api, member, featureKey);
      expect(sources.find(({ offeringKey }) => offeringKey === addOnKey)).toMatchObject({
        attachmentId: addOn.id,
        cause: { kind: 'charge', lineId: lineIds[0] },
      });
    }
  });

  it('4-5 (half) is a flag, a block of seats, a size of storage or an amount that is new each month', async () => {
    const member = await join();
    await attach(member, 'pool');
    await attach(member, 'seats', { quantity: '5' });
    await attach(member, 'storage');
    await attach(member, 'calls');
    expect(await checkAccess(api, member, 'pool')).toMatchObject({ allowed: true, limit: null, value: null });
    expect(await limit(member, 'seat')).toBe('5');
    expect(await checkAccess(api, member, 'storage')).toMatchObject({ allowed: true, value: '500 GB' });
    expect(await checkAccess(api, member, 'call')).toMatchObject({ limit: '1500', resetsAt: '2026-04-01T00:00:00.000Z' });
    await advanceTo(api, member.id, '2026-04-01T00:00:00Z');
    expect(await checkAccess(api, member, 'call')).toMatchObject({ limit: '1500', resetsAt: '2026-05-01T00:00:00.000Z' });
  });

  it('4-11, 4-12 raise one feature by the chosen quantity, and no other', async () => {
    const member = await join();
    await attach(member, 'calls', { quantity: '3' });
    // 1,000 of the plan and 3 × 500.
    expect([await limit(member, 'call'), await access(member, 'seat'), await access(member, 'pool')]).toEqual([
      '2500',
      false,
      false,
    ]);
    await advanceTo(api, member.id, '2026-06-15T00:00:00Z');
    expect(await limit(member, 'call')).toBe('2500');
  });
});

describe('a mandatory add-on', () => {
  it('0-30, 2-6 is added to the order; an admin can remove it, the customer cannot', async () => {
    const member = await join();
    expect(linesOf(member.firstInvoice)).toEqual(['basic ×1 20.00', 'cover ×1 1.00']);
    const cover = attachmentOf(member, 'cover');
    const refused = await api.post<ProblemView>(`${pathOf(member, cover)}/remove`, { actor: 'customer' }, 422);
    expect(refused.code).toBe('add_on_mandatory');
    expect(attachmentOf(await readSubscription(api, member.id), 'cover')).toEqual(cover);
    await api.post(`${pathOf(member, cover)}/remove`, { reason: 'a gift' }, 200);
  });

  it('2-5 can be mandatory for one plan and optional for another', async () => {
    const member = await join({ planKey: 'premium' });
    expect(linesOf(member.firstInvoice)).toEqual(['premium ×1 20.00']);
    expect(linesOf((await attach(member, 'cover')).invoices[0] as InvoiceView)).toEqual(['cover ×1 1.00']);
  });

  it('2-19 with a price per unit requires a quantity in the order', async () => {
    const without = await api.post<ProblemView>('/v1/subscriptions', await order({ planKey: 'insured' }), 422);
    expect(without.code).toBe('quantity_required');
    const member = await join({ planKey: 'insured', addOns: [{ addOnKey: 'insurance', quantity: '4' }] });
    expect(linesOf(member.firstInvoice)).toEqual(['insured ×1 20.00', 'insurance ×4 8.00']);
  });
});

describe('an optional add-on', () => {
  it('0-31, 2-7 is attached only if the customer chooses it', async () => {
    const chosen = await join({ addOns: [{ addOnKey: 'pool' }] });
    const plain = await join();
    expect(await Promise.all([chosen, plain].map((member) => access(member, 'pool')))).toEqual([true, false]);
  });

  it('0-22, 1-1 is bought on demand and charged in advance, at the start of each cycle', async () => {
    const member = await join();
    expect(linesOf((await attach(member, 'pool')).invoices[0] as InvoiceView)).toEqual(['pool ×1 5.00']);
    await advanceTo(api, member.id, '2026-04-01T00:00:00Z');
    const renewal = await lastInvoice(member);
    expect([renewal.effectiveAt, renewal.total.amount]).toEqual(['2026-04-01T00:00:00.000Z', '26.00']);
    expect(renewal.lines.map(({ servicePeriod }) => servicePeriod.start)).toEqual(
      renewal.lines.map(() => '2026-04-01T00:00:00.000Z'),
    );
  });

  it('0-3, 3-2 joins a subscription at its start, in the middle of a term, and at a renewal', async () => {
    const start = await join({ addOns: [{ addOnKey: 'pool' }] });
    expect(linesOf(start.firstInvoice)).toContain('pool ×1 5.00');
    const middle = await join();
    await advanceTo(api, middle.id, '2026-03-18T00:00:00Z');
    // 5.00 × 14/31 = 2.258…
    expect(linesOf((await attach(middle, 'pool')).invoices[0] as InvoiceView)).toEqual(['pool ×1 2.26']);
    const renewal = await join();
    await attach(renewal, 'pool', { when: 'nextPeriod' });
    await advanceTo(api, renewal.id, '2026-04-01T00:00:00Z');
    expect(linesOf(await lastInvoice(renewal))).toContain('pool ×1 5.00');
  });

  it('2-20 is changed and removed by the customer and by an admin', async () => {
    for (const actor of ['customer', 'admin']) {
      const member = await join({ addOns: [{ addOnKey: 'seats', quantity: '3' }] });
      const seats = attachmentOf(member, 'seats');
      const raised = await api.patch<CommandAnswer>(pathOf(member, seats), { quantity: '5', actor });
      expect([raised.addOn.quantity, raised.invoices[0]?.total.amount]).toEqual(['5', '14.00']);
      const removed = await api.post<CommandAnswer>(`${pathOf(member, seats)}/remove`, { actor }, 200);
      expect([removed.addOn.status, removed.addOn.endsAt]).toEqual(['ending', '2026-04-01T00:00:00.000Z']);
    }
  });

  it('1-7, 1-8 is attached at most once, or several times if it is multi-instance', async () => {
    const member = await join({ addOns: [{ addOnKey: 'pool' }, { addOnKey: 'seats' }] });
    expect(await refusedAttach(member, { addOnKey: 'pool' }, 409)).toBe('add_on_already_attached');
    expect((await attach(member, 'seats', { quantity: '2' })).addOn.quantity).toBe('3');
  });
});

describe('the price of an add-on', () => {
  it('0-21, 3-31 flat: one amount in each cycle, without a quantity', async () => {
    const member = await join();
    expect(await refusedAttach(member, { addOnKey: 'pool', quantity: '2' }, 422)).toBe('quantity_invalid');
    await attach(member, 'pool');
    await advanceTo(api, member.id, '2026-05-01T00:00:00Z');
    const renewals = (await invoicesOf(api, member.id)).slice(2).map(linesOf);
    expect(renewals.flat().filter((line) => line.startsWith('pool'))).toEqual(['pool ×1 5.00', 'pool ×1 5.00']);
  });

  it('2-18, 3-32 per unit: the quantity stated up front, at the same price for each unit', async () => {
    const member = await join({ addOns: [{ addOnKey: 'seats', quantity: '3' }] });
    expect(linesOf(member.firstInvoice)).toContain('seats ×3 21.00');
  });

  it.each([
    ['3-33', 'graduated', '56.00'], // 10 × 5.00 + 2 × 3.00
    ['3-34', 'volume', '36.00'], // 12 × 3.00
    ['3-35', 'ranged', '50.00'], // the amount of the second tier
  ])('%s, 2-11 %s: 12 pieces for %s', async (_rule, addOnKey, amount) => {
    const member = await join({ addOns: [{ addOnKey, quantity: '12' }] });
    expect(linesOf(member.firstInvoice)).toContain(`${addOnKey} ×12 ${amount}`);
    await advanceTo(api, member.id, '2026-04-01T00:00:00Z');
    expect(linesOf(await lastInvoice(member))).toContain(`${addOnKey} ×12 ${amount}`);
  });

  it('2-14 is set once for all plans of its cycle and currency', async () => {
    const members = await Promise.all(['basic', 'premium'].map((planKey) => join({ planKey, addOns: [{ addOnKey: 'pool' }] })));
    const amounts = members.map(({ firstInvoice }) => linesOf(firstInvoice).filter((line) => line.startsWith('pool')));
    expect(amounts).toEqual([['pool ×1 5.00'], ['pool ×1 5.00']]);
  });

  it('2-17 may not be one-time if the policy of the plan forbids it: the launch is refused', async () => {
    const card = { key: 'badge', prices: [{ ...flat('3.00'), cadence: 'oneTime' }] };
    await api.post('/v1/add-ons', { productKey: 'club', key: 'badge', name: 'Badge', rateCards: [card] });
    await api.post('/v1/add-ons/badge/launch', {}, 200);
    const plan = { productKey: 'club', key: 'strict', name: 'Strict', policies: { 'oneTime.allowed': 'false' } };
    const rateCards = [{ key: 'base', prices: [flat('20.00')] }];
    await api.post('/v1/plans', { ...plan, rateCards, addOns: [{ addOnKey: 'badge' }] });
    const refused = await api.post<ProblemView>('/v1/plans/strict/launch', {}, 422);
    expect(refused.errors?.map(({ code }) => code)).toEqual(['one_time_not_allowed']);
  });
});

describe('a change', () => {
  it('4-20 is possible at any time; charge and access change at the instant that the policy sets', async () => {
    const member = await join();
    await advanceTo(api, member.id, '2026-03-18T00:00:00Z');
    // At once: 2 × 7.00 × 14/31 = 6.322…
    const added = await attach(member, 'seats', { quantity: '2' });
    expect([added.invoices[0]?.total.amount, await limit(member, 'seat')]).toEqual(['6.32', '2']);
    await advanceTo(api, member.id, '2026-03-25T00:00:00Z');
    // Also at once: 7.00 × 7/31 = 1.580…
    const raised = await api.patch<CommandAnswer>(pathOf(member, added.addOn), { quantity: '3' });
    expect([raised.invoices[0]?.total.amount, await limit(member, 'seat')]).toEqual(['1.58', '3']);
    // A decrease at the end of the period, without a charge or credit.
    await api.patch(pathOf(member, added.addOn), { quantity: '1' });
    expect(await limit(member, 'seat')).toBe('3');
    await advanceTo(api, member.id, '2026-04-01T00:00:00Z');
    expect([linesOf(await lastInvoice(member)), await limit(member, 'seat')]).toEqual([
      ['basic ×1 20.00', 'cover ×1 1.00', 'seats ×1 7.00'],
      '1',
    ]);
    // Removed at once by an admin: the whole period is credited, and access ends at that instant.
    const removed = await api.post<CommandAnswer & { readonly creditNotes: readonly InvoiceView[] }>(
      `${pathOf(member, added.addOn)}/remove`,
      { when: 'now' },
      200,
    );
    expect([removed.creditNotes[0]?.total.amount, await access(member, 'seat')]).toEqual(['-7.00', false]);
  });
});
