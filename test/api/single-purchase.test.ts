import type { ApiClient, InvoiceView, SubscriptionView } from '../support/api-client.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { advanceTo, attachmentOf, invoicesOf, readSubscription } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { monthly } from '../support/builders/price-bodies.ts';

let app: TestApp;
let api: ApiClient;
beforeAll(async () => {
  app = await startTestApp();
  ({ api } = app);
  await createGymCatalogue(api);
  const once = (amount: string) => ({ currency: 'USD', cadence: 'oneTime', timing: 'inAdvance', model: 'flat', amount });
  await api.post('/v1/add-ons', {
    productKey: 'club',
    key: 'towel',
    name: 'Towel',
    restrictions: { roles: ['manager'] },
    rateCards: [{ key: 'towel', prices: [once('8.00')] }],
  });
  await api.post('/v1/add-ons/towel/launch', {}, 200);
  await api.post('/v1/single-purchases', {
    productKey: 'club',
    key: 'lifetime',
    name: 'For life',
    rateCards: [{ key: 'entry', featureKey: 'gym', entitlement: { kind: 'boolean' }, prices: [once('199.00')] }],
    addOns: [{ addOnKey: 'water' }, { addOnKey: 'towel' }],
  });
});
afterAll(() => app.stop());

const order = async (more: object = {}) => ({
  customerId: await createCustomer(api),
  singlePurchaseKey: 'lifetime',
  cadence: monthly,
  currency: 'USD',
  startAt: '2026-03-01T00:00:00Z',
  ...more,
});
interface Bought extends SubscriptionView {
  readonly singlePurchaseKey: string | null;
  readonly singlePurchaseVersion: number | null;
  readonly firstInvoice: InvoiceView | null;
}
const buy = async (more: object = {}): Promise<Bought> => api.post('/v1/subscriptions', await order(more));
const attach = ({ id }: SubscriptionView, body: object): Promise<unknown> =>
  api.post(`/v1/subscriptions/${id}/add-ons`, body, 200);
const refusal = (path: string, body: object, status: number): Promise<{ readonly code: string; readonly errors: unknown }> =>
  api.post(path, body, status);
const totalsOf = async ({ id }: SubscriptionView): Promise<readonly string[]> =>
  (await invoicesOf(api, id)).map(({ effectiveAt, total }) => `${effectiveAt.slice(0, 10)} ${total.amount}`);

describe('buying a single purchase', () => {
  it('0-2 is refused before its launch, naming the field', async () => {
    const { code, errors } = await refusal('/v1/subscriptions', await order(), 422);
    expect(code).toBe('single_purchase_not_launched');
    expect(errors).toMatchObject([{ pointer: '/singlePurchaseKey' }]);
    await api.post('/v1/single-purchases/lifetime/launch', {}, 200);
  });

  it('0-2 creates a subscription without a recurring base: one invoice, access, and nothing due', async () => {
    const preview = await api.post<{ readonly quoteId: string; readonly invoices: readonly InvoiceView[] }>(
      '/v1/subscriptions/preview',
      await order(),
      200,
    );
    const bought = await buy({ quoteId: preview.quoteId });
    expect(bought).toMatchObject({
      planKey: null,
      planVersion: null,
      singlePurchaseKey: 'lifetime',
      singlePurchaseVersion: 1,
      status: 'active',
      nextWakeAt: null,
      currentPeriod: { start: '2026-03-01T00:00:00.000Z', end: '2026-04-01T00:00:00.000Z', number: 1 },
      firstInvoice: {
        total: { amount: '199.00' },
        lines: [
          {
            kind: 'oneTime',
            offeringKind: 'singlePurchase',
            offeringKey: 'lifetime',
            attachmentId: null,
            servicePeriod: { start: '2026-03-01T00:00:00.000Z', end: null },
            fullPeriod: { start: '2026-03-01T00:00:00.000Z', end: null },
          },
        ],
      },
    });
    expect(preview.invoices[0]?.total).toEqual(bought.firstInvoice?.total);
    const { data } = await api.get<{ readonly data: readonly unknown[] }>(`/v1/subscriptions/${bought.id}/entitlements`);
    expect(data).toMatchObject([{ featureKey: 'gym' }]);
    const why = await api.get<{ readonly sentence: string; readonly steps: readonly string[] }>(
      `/v1/invoices/${bought.firstInvoice?.id}/lines/1/explain`,
    );
    expect(why.sentence).toContain('199.00 USD');
    expect(why.steps).toContain('The line pays from 2026-03-01T00:00:00.000Z on, once, for as long as the subscription lasts.');
  });

  it('0-2, 0-3 accepts an add-on two years later on the same workflow: 5.00 × 20/29, then 5.00 a month', async () => {
    const bought = await buy();
    await advanceTo(api, bought.id, '2028-02-10T00:00:00Z');
    expect((await readSubscription(api, bought.id)).currentPeriod).toEqual({
      start: '2028-02-01T00:00:00.000Z',
      end: '2028-03-01T00:00:00.000Z',
      number: 24,
    });
    await attach(bought, { addOnKey: 'water' });
    await advanceTo(api, bought.id, '2028-04-15T00:00:00Z');
    const { id } = attachmentOf(await readSubscription(api, bought.id), 'water');
    await api.post(`/v1/subscriptions/${bought.id}/add-ons/${id}/remove`, {}, 200);
    await advanceTo(api, bought.id, '2029-01-01T00:00:00Z');
    expect(await totalsOf(bought)).toEqual(['2026-03-01 199.00', '2028-02-10 3.45', '2028-03-01 5.00', '2028-04-01 5.00']);
    expect((await readSubscription(api, bought.id)).nextWakeAt).toBeNull();
  });

  it('requires exactly one of plan and single purchase', async () => {
    for (const wrong of [{ planKey: 'basic' }, { singlePurchaseKey: undefined }]) {
      const { code, errors } = await refusal('/v1/subscriptions', await order(wrong), 400);
      expect(code).toBe('invalid_request');
      expect(errors).toMatchObject([{ pointer: '/planKey' }]);
    }
  });

  it('sets no timer on the wall clock until an add-on recurs', async () => {
    const bought = await buy({ runsInRealTime: true, startAt: undefined });
    const handle = app.temporal.workflow.getHandle(app.workflowId(bought.id));
    const timersStarted = async (): Promise<number> =>
      ((await handle.fetchHistory()).events ?? []).filter(({ timerStartedEventAttributes: timer }) => timer).length;
    expect((await handle.describe()).status.name).toBe('RUNNING');
    expect(await timersStarted()).toBe(0);
    await attach(bought, { addOnKey: 'water' });
    expect(await timersStarted()).toBe(1);
  });
});

describe('a purchase by role', () => {
  it('4-19 is refused for an add-on restricted to other roles, in an attach and an order', async () => {
    const bought = await buy();
    const path = `/v1/subscriptions/${bought.id}/add-ons`;
    expect((await refusal(path, { addOnKey: 'towel' }, 422)).code).toBe('add_on_restricted');
    expect((await refusal(path, { addOnKey: 'towel', role: 'guest' }, 422)).code).toBe('add_on_restricted');
    await attach(bought, { addOnKey: 'towel', role: 'manager' });
    expect(await totalsOf(bought)).toEqual(['2026-03-01 199.00', '2026-03-01 8.00']);
    const towel = { addOns: [{ addOnKey: 'towel' }] };
    expect((await refusal('/v1/subscriptions', await order(towel), 422)).code).toBe('add_on_restricted');
    expect((await buy({ ...towel, role: 'manager' })).firstInvoice?.total.amount).toBe('207.00');
  });
});
