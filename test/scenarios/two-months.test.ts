import type { CommandAnswer, ListOf, SubscriptionView } from '../support/api-client.ts';
import { checkAccess } from '../support/access.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { advanceTo, attachmentOf, invoicesOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// Two months of one subscription: each test continues where the previous one stopped. March has 31 days,
// April 30; the subscription starts in UTC at midnight of the 1st, so that every boundary is the midnight of a first.

let app: TestApp;
let customerId: string;
let member: SubscriptionView;

beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
  customerId = await createCustomer(app.api);
});
afterAll(async () => app.stop());

const path = (rest: string): string => `/v1/subscriptions/${member.id}${rest}`;
const advance = (to: string) => advanceTo(app.api, member.id, to);
const read = () => readSubscription(app.api, member.id);
const isAllowed = async (featureKey: string) => (await checkAccess(app.api, { id: member.id, customerId }, featureKey)).allowed;
const limitOf = async (featureKey: string) => (await checkAccess(app.api, { id: member.id, customerId }, featureKey)).limit;
const totals = ({ invoices }: CommandAnswer) => invoices.map(({ total }) => total.amount);
const books = async () =>
  (await invoicesOf(app.api, member.id)).map(({ effectiveAt, total }) => `${effectiveAt} ${total.amount}`);

describe('two months of a gym subscription', () => {
  it('start on 1 March with the plan, its mandatory cover and water: 20 + 1 + 5 = 26.00', async () => {
    member = await subscribe(app.api, { customerId, startAt: '2026-03-01T00:00:00Z', addOns: [{ addOnKey: 'water' }] });
    expect(member.firstInvoice?.total.amount).toBe('26.00');
    expect(await Promise.all(['gym', 'filtered-water', 'device'].map(isAllowed))).toEqual([true, true, false]);
  });

  it('3-45 add 2 device packs on 18 March for 2 × 7.00 × 14/31 = 6.32, with access to 6 devices at once', async () => {
    await advance('2026-03-17T23:59:59.999Z');
    expect(await isAllowed('device')).toBe(false);
    await advance('2026-03-18T00:00:00Z');
    const attached = await app.api.post<CommandAnswer>(path('/add-ons'), { addOnKey: 'devices', quantity: 2 }, 200);
    expect(totals(attached)).toEqual(['6.32']);
    expect(await limitOf('device')).toBe('6');
  });

  it('raise the packs to 3 on 25 March for 7.00 × 7/31 = 1.58, with access to 9', async () => {
    await advance('2026-03-25T00:00:00Z');
    const devices = attachmentOf(await read(), 'devices');
    const raised = await app.api.patch<CommandAnswer>(path(`/add-ons/${devices.id}`), { quantity: 3 });
    expect(totals(raised)).toEqual(['1.58']);
    expect(await limitOf('device')).toBe('9');
  });

  it('2-21 2-22 remove water at the end of March, cancel that, and remove it again: access lasts until then', async () => {
    const water = attachmentOf(await read(), 'water');
    const removed = await app.api.post<CommandAnswer>(path(`/add-ons/${water.id}/remove`), {}, 200);
    expect([totals(removed), removed.addOn.status, removed.addOn.endsAt]).toEqual([[], 'ending', '2026-04-01T00:00:00.000Z']);
    const [change] = (await app.api.get<ListOf<{ readonly id: string }>>(path('/pending'))).data;
    await app.api.delete(path(`/pending/${change?.id}`), 200);
    expect(attachmentOf(await read(), 'water')).toEqual(water);
    await app.api.post(path(`/add-ons/${water.id}/remove`), {}, 200);
  });

  it('2-16, 4-2 (half) renew on 1 April for 20 + 1 + 3 × 7 = 42.00, and access to water ends at that instant', async () => {
    await advance('2026-03-31T23:59:59.999Z');
    expect([await isAllowed('filtered-water'), (await books()).length]).toEqual([true, 3]);
    await advance('2026-04-01T00:00:00.000Z');
    expect(await isAllowed('filtered-water')).toBe(false);
    expect((await books()).at(-1)).toBe('2026-04-01T00:00:00.000Z 42.00');
  });

  it('lower the packs to 1 on 10 April: the customer keeps 9 devices until 1 May', async () => {
    await advance('2026-04-10T00:00:00Z');
    const devices = attachmentOf(await read(), 'devices');
    const lowered = await app.api.patch<CommandAnswer>(path(`/add-ons/${devices.id}`), { quantity: 1 });
    expect([totals(lowered), lowered.pending.map(({ effectiveAt }) => effectiveAt)]).toEqual([
      [],
      ['2026-05-01T00:00:00.000Z'],
    ]);
    expect(await limitOf('device')).toBe('9');
  });

  it('renew on 1 May for 20 + 1 + 7 = 28.00 with 3 devices', async () => {
    await advance('2026-05-01T00:00:00Z');
    expect((await books()).at(-1)).toBe('2026-05-01T00:00:00.000Z 28.00');
    expect(await limitOf('device')).toBe('3');
  });

  it('end on 1 June after a cancellation in May: access to the last millisecond, and no further invoice', async () => {
    await app.api.post(path('/cancel'), {}, 200);
    await advance('2026-05-31T23:59:59.999Z');
    expect([await isAllowed('gym'), (await read()).status]).toEqual([true, 'active']);
    await advance('2026-07-01T00:00:00Z');
    expect([await isAllowed('gym'), (await read()).status]).toEqual([false, 'canceled']);
    expect(await books()).toEqual([
      '2026-03-01T00:00:00.000Z 26.00',
      '2026-03-18T00:00:00.000Z 6.32',
      '2026-03-25T00:00:00.000Z 1.58',
      '2026-04-01T00:00:00.000Z 42.00',
      '2026-05-01T00:00:00.000Z 28.00',
    ]);
  });

  it('have a timeline from the end to the start, without a gap', async () => {
    const { data } = await app.api.get<ListOf<{ readonly revision: number; readonly did: string; readonly at: string }>>(
      path('/timeline?limit=100'),
    );
    expect(data.map(({ revision }) => revision)).toEqual(data.map((_, index) => data.length - index));
    expect(data.filter(({ did }) => did !== 'advanceClock').map(({ did, at }) => `${at.slice(0, 10)} ${did}`)).toEqual([
      '2026-06-01 endSubscription',
      '2026-05-01 cancelSubscription',
      '2026-05-01 renewPeriod',
      '2026-04-10 changeAddOnQuantity',
      '2026-04-01 renewPeriod',
      '2026-03-25 removeAddOn',
      '2026-03-25 cancelPendingChange',
      '2026-03-25 removeAddOn',
      '2026-03-25 changeAddOnQuantity',
      '2026-03-18 attachAddOn',
      '2026-03-01 createSubscription',
    ]);
  });
});
