import { fastForwardTo, virtualNow } from '../support/fast-forward.ts';
import type { InvoiceView, ListOf, SubscriptionView } from '../support/api-client.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { monthly } from '../support/builders/price-bodies.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// A subscription on the wall clock whose time the server skips: real timers that fire within milliseconds.

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
});
afterAll(async () => app.stop());

const subscribe = async (order: object = {}): Promise<SubscriptionView> =>
  app.api.post('/v1/subscriptions', {
    customerId: await createCustomer(app.api),
    planKey: 'basic',
    cadence: monthly,
    currency: 'USD',
    runsInRealTime: true,
    addOns: [],
    ...order,
  });
const read = (id: string): Promise<SubscriptionView> => app.api.get(`/v1/subscriptions/${id}`);
const invoicesOf = async (id: string): Promise<readonly InvoiceView[]> =>
  (await app.api.get<ListOf<InvoiceView>>(`/v1/subscriptions/${id}/invoices?limit=100`)).data;

const hourMs = 3_600_000;
const later = (instant: string | undefined, ms: number): string => new Date(Date.parse(instant ?? '') + ms).toISOString();

describe('a subscription in real time', () => {
  it('4-8 (half) wakes at every renewal of 14 months and invoices each at its boundary', async () => {
    const created = await subscribe();
    let boundary = created.currentPeriod?.end;
    const boundaries = [];
    for (let month = 1; month <= 14; month += 1) {
      await fastForwardTo(app.temporal, app.workflowId(created.id), later(boundary, hourMs));
      boundaries.push(boundary);
      boundary = await nextBoundary(created.id);
    }
    const renewals = (await invoicesOf(created.id)).filter(({ reason }) => reason === 'renewal');
    expect(renewals.map(({ effectiveAt }) => effectiveAt).toSorted()).toEqual(boundaries);
    expect(renewals.map(({ total }) => total.amount)).toEqual(boundaries.map(() => '21.00'));
  });

  it('2-8 ends a trial by a timer, and then charges', async () => {
    const created = await subscribe({ planKey: 'tryout' });
    expect(created.status).toBe('trial');
    await fastForwardTo(app.temporal, app.workflowId(created.id), later(created.currentPeriod?.end, hourMs));
    const invoices = await invoicesOf(created.id);
    expect(invoices.map(({ effectiveAt, total }) => [effectiveAt, total.amount])).toEqual([
      [created.currentPeriod?.end, '21.00'],
    ]);
  });

  it('2-21, 2-22 applies a removal by timer at the end of the period', async () => {
    const created = await subscribe({ addOns: [{ addOnKey: 'water' }] });
    const water = created.addOns.find(({ addOnKey }) => addOnKey === 'water');
    await app.api.post(`/v1/subscriptions/${created.id}/add-ons/${water?.id}/remove`, {}, 200);
    await fastForwardTo(app.temporal, app.workflowId(created.id), later(created.currentPeriod?.end, hourMs));
    const [renewal] = (await invoicesOf(created.id)).filter(({ reason }) => reason === 'renewal');
    expect(renewal?.lines.map(({ offeringKey }) => offeringKey)).toEqual(['basic', 'cover']);
  });

  it('charges a command at the instant of the server, not at that of this machine', async () => {
    const created = await subscribe();
    const workflowId = app.workflowId(created.id);
    await fastForwardTo(app.temporal, workflowId, later(created.currentPeriod?.start, 5 * 24 * hourMs));
    const shown = await virtualNow(app.temporal, workflowId);
    await app.api.post(`/v1/subscriptions/${created.id}/add-ons`, { addOnKey: 'water' }, 200);
    const charged = (await invoicesOf(created.id)).find(({ reason }) => reason === 'change');
    expect(Math.abs(Date.parse(charged?.effectiveAt ?? '') - shown)).toBeLessThan(hourMs);
  });
});

/** The end of the period as stored in PostgreSQL; the view of the API depends on the wall clock of this machine. */
async function nextBoundary(subscriptionId: string): Promise<string> {
  return (await read(subscriptionId)).currentPeriod?.end ?? '';
}
