import { checkAccess } from '../support/access.ts';
import type { CommandAnswer, InvoiceView, ListOf, SubscriptionView } from '../support/api-client.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { advanceTo, attachmentOf, invoicesOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// When a change takes effect and what it costs. Every subscription starts on 1 March (31 days) in UTC.

let app: TestApp;
let customerId: string;

beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
  customerId = await createCustomer(app.api);
});
afterAll(async () => app.stop());

/** A subscription whose clock is on 18 March, when 14 of 31 days are left. */
async function memberOn18March(order: object = {}): Promise<SubscriptionView> {
  const member = await subscribe(app.api, { customerId, startAt: '2026-03-01T00:00:00Z', ...order });
  await advanceTo(app.api, member.id, '2026-03-18T00:00:00Z');
  return member;
}
const attach = ({ id }: SubscriptionView, body: object) =>
  app.api.post<CommandAnswer>(`/v1/subscriptions/${id}/add-ons`, body, 200);
const hasWater = async ({ id }: SubscriptionView) => (await checkAccess(app.api, { id, customerId }, 'filtered-water')).allowed;
const lastInvoice = async ({ id }: SubscriptionView) => {
  const last = (await invoicesOf(app.api, id)).at(-1);
  return `${last?.effectiveAt} ${last?.total.amount}`;
};

describe('an attach for the next period', () => {
  it('grants access and charges in full from the boundary on, not a millisecond earlier', async () => {
    const member = await memberOn18March();
    const attached = await attach(member, { addOnKey: 'water', when: 'nextPeriod' });
    expect([attached.addOn, attached.invoices]).toEqual([null, []]);
    expect(attached.pending.map(({ effectiveAt }) => effectiveAt)).toEqual(['2026-04-01T00:00:00.000Z']);
    await advanceTo(app.api, member.id, '2026-03-31T23:59:59.999Z');
    expect(await hasWater(member)).toBe(false);
    await advanceTo(app.api, member.id, '2026-04-01T00:00:00.000Z');
    expect(await hasWater(member)).toBe(true);
    expect(await lastInvoice(member)).toBe('2026-04-01T00:00:00.000Z 26.00');
  });
});

describe('an attach that is free until the renewal', () => {
  it('grants access at once and is first charged with the renewal', async () => {
    const member = await memberOn18March();
    const attached = await attach(member, { addOnKey: 'water', policies: { 'attach.proration': 'freeUntilRenewal' } });
    expect(attached.invoices).toEqual([]);
    expect(await hasWater(member)).toBe(true);
    await advanceTo(app.api, member.id, '2026-04-02T00:00:00Z');
    expect(await lastInvoice(member)).toBe('2026-04-01T00:00:00.000Z 26.00');
  });
});

describe('a smaller quantity at once', () => {
  it('credits 14.00 × 1/2 × 14/31 = 3.16, on a line with the price of one device', async () => {
    const member = await memberOn18March({ addOns: [{ addOnKey: 'devices', quantity: 2 }] });
    const devices = `/v1/subscriptions/${member.id}/add-ons/${attachmentOf(member, 'devices').id}`;
    await app.api.patch(devices, { quantity: 1, when: 'now' });
    const { data } = await app.api.get<ListOf<InvoiceView>>(`/v1/subscriptions/${member.id}/credit-notes`);
    const [line] = data[0]?.lines ?? [];
    expect(line).toMatchObject({
      quantity: '-1',
      unitAmount: { amount: '7.00', currency: 'USD' },
      amount: { amount: '-3.16', currency: 'USD' },
    });
  });
});

describe('a removal at once', () => {
  it('credits 2.26 × 7/14 = 1.13 on a credit note that names the line, and ends access', async () => {
    const member = await memberOn18March();
    const attached = await attach(member, { addOnKey: 'water' });
    expect(attached.invoices.map(({ total }) => total.amount)).toEqual(['2.26']);
    await advanceTo(app.api, member.id, '2026-03-25T00:00:00Z');
    const water = attachmentOf(attached.subscription, 'water');
    await app.api.post(`/v1/subscriptions/${member.id}/add-ons/${water.id}/remove`, { when: 'now' }, 200);
    const notes = await app.api.get<ListOf<InvoiceView>>(`/v1/subscriptions/${member.id}/credit-notes`);
    expect(
      notes.data.map(({ total, lines }) => [total.amount, lines.map((line) => Reflect.get(line, 'creditedLineId'))]),
    ).toEqual([['-1.13', [Reflect.get(attached.invoices[0]?.lines[0] ?? {}, 'id')]]]);
    expect(await hasWater(member)).toBe(false);
    expect((await invoicesOf(app.api, member.id)).map(({ total }) => total.amount)).toEqual(['21.00', '2.26']);
  });
});

describe('a trial of 14 days', () => {
  it('2-8 2-9 is free with its mandatory cover, blocks the customer but not the admin, and charges 26.00 at its end', async () => {
    const trial = await subscribe(app.api, { customerId, planKey: 'tryout', startAt: '2026-03-10T08:00:00Z' });
    expect([trial.status, trial.firstInvoice, attachmentOf(trial, 'cover').status]).toEqual(['trial', null, 'trial']);
    const path = `/v1/subscriptions/${trial.id}/add-ons`;
    const blocked = await app.api.post(path, { addOnKey: 'water', actor: 'customer' }, 422);
    expect(blocked).toMatchObject({ code: 'add_on_blocked_in_trial' });
    expect((await attach(trial, { addOnKey: 'water' })).invoices).toEqual([]);
    expect(await hasWater(trial)).toBe(true);
    await advanceTo(app.api, trial.id, '2026-03-24T07:59:59.999Z');
    expect(await invoicesOf(app.api, trial.id)).toEqual([]);
    await advanceTo(app.api, trial.id, '2026-03-24T08:00:00.000Z');
    expect(await lastInvoice(trial)).toBe('2026-03-24T08:00:00.000Z 26.00');
    expect(await readSubscription(app.api, trial.id)).toMatchObject({
      status: 'active',
      currentPeriod: { end: '2026-04-24T08:00:00.000Z' },
    });
  });
});
