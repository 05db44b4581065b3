import { commandMessages } from '../../src/contracts/messages.ts';
import type { Instant } from '../../src/domain/time/instant.ts';
import type { ProblemView, SubscriptionView } from '../support/api-client.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { advanceTo, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { monthly } from '../support/builders/price-bodies.ts';

// Many systems use 9999-12-31 for "never". The API refuses such dates, and nothing is due at them.

let app: TestApp;
let customerId: string;
let member: SubscriptionView;

beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
  customerId = await createCustomer(app.api);
  member = await subscribe(app.api, { customerId, startAt: '2026-03-01T00:00:00Z' });
});
afterAll(async () => app.stop());

const path = (rest: string): string => `/v1/subscriptions/${member.id}${rest}`;
const order = (startAt: string) => ({ customerId, planKey: 'basic', cadence: monthly, currency: 'USD', startAt });
const preview = (command: object, more: object = {}) => ({ command, ...more });

const far = ['1969-12-31T23:59:59.999Z', '3000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '0001-01-31T00:00:00Z'] as const;
const places: readonly (readonly [string, () => string, (at: string) => object, string])[] = [
  ['the start of an order', () => '/v1/subscriptions', order, '/startAt'],
  ['the start in the preview of an order', () => '/v1/subscriptions/preview', order, '/startAt'],
  ['a cancellation', () => path('/cancel'), (at) => ({ when: 'at', at }), '/at'],
  ['an attach', () => path('/add-ons'), (at) => ({ addOnKey: 'water', when: 'at', at }), '/at'],
  ['a backdated attach', () => path('/add-ons'), (at) => ({ addOnKey: 'water', when: 'backdate', at }), '/at'],
  ['a removal', () => path('/add-ons/att_1/remove'), (at) => ({ when: 'at', at }), '/at'],
  ['the clock', () => path('/clock/advance'), (to) => ({ to }), '/to'],
  ['a preview', () => path('/preview'), (at) => preview({ type: 'cancel', when: 'now' }, { at }), '/at'],
  ['a command in a preview', () => path('/preview'), (to) => preview({ type: 'advanceClock', to }), '/command/to'],
];

describe('an instant before 1970 or after 2999', () => {
  it.each(places)('is refused as %s, with its pointer and the range', async (_what, url, body, pointer) => {
    for (const at of far) {
      const problem = await app.api.post<ProblemView>(url(), body(at), 422);
      expect(problem.errors).toEqual([
        {
          pointer,
          code: 'instant_out_of_range',
          detail: `\`${pointer.split('/').at(-1)}\` must be from 1970-01-01T00:00:00Z to 2999-12-31T23:59:59.999Z.`,
        },
      ]);
    }
    expect((await readSubscription(app.api, member.id)).revision).toBe(member.revision);
  });

  it('changes nothing in a Signal', async () => {
    const handle = app.temporal.workflow.getHandle(app.workflowId(member.id));
    const command = { type: 'cancel', actor: 'admin', when: 'at', at: '9999-12-31T23:59:59.000Z' as Instant } as const;
    await handle.signal(commandMessages('cancel').signal, { requestId: 'far', command });
    await advanceTo(app.api, member.id, '2026-03-02T00:00:00Z');
    expect((await readSubscription(app.api, member.id)).pending).toEqual([]);
  });
});

describe('a subscription near the last supported instant', () => {
  it('is refused when its first period would end after 2999', async () => {
    const problem = await app.api.post<ProblemView>('/v1/subscriptions', order('2999-12-15T00:00:00Z'), 422);
    expect(problem).toMatchObject({ code: 'effective_at_invalid', errors: [{ pointer: '/startAt' }] });
  });

  it('waits for a start centuries in the future', async () => {
    const live = await subscribe(app.api, { customerId, startAt: '2900-01-01T00:00:00Z', runsInRealTime: true });
    await app.api.post(`/v1/subscriptions/${live.id}/preview`, preview({ type: 'cancel' }), 200);
    const handle = app.temporal.workflow.getHandle(app.workflowId(live.id));
    const { history } = await handle.fetchHistory().then((fetched) => ({ history: fetched.events ?? [] }));
    expect(history.filter(({ timerFiredEventAttributes: fired }) => fired).length).toBe(0);
    expect(await readSubscription(app.api, live.id)).toMatchObject({
      status: 'pending',
      nextWakeAt: '2900-01-01T00:00:00.000Z',
    });
  });

  it('accepts the removal of a one-time add-on at the last instant, and sets no timer', async () => {
    const flat = { currency: 'USD', cadence: 'oneTime', timing: 'inAdvance', model: 'flat' };
    await app.api.post('/v1/add-ons', {
      productKey: 'club',
      key: 'once',
      name: 'Once',
      rateCards: [{ key: 'a', prices: [{ ...flat, amount: '5.00' }] }],
    });
    await app.api.post('/v1/add-ons/once/launch', {}, 200);
    const rateCards = [{ key: 'b', prices: [{ ...flat, amount: '99.00' }] }];
    await app.api.post('/v1/single-purchases', {
      productKey: 'club',
      key: 'sp',
      name: 'S',
      rateCards,
      addOns: [{ addOnKey: 'once' }],
    });
    await app.api.post('/v1/single-purchases/sp/launch', {}, 200);
    const bought = await app.api.post<SubscriptionView>('/v1/subscriptions', {
      customerId,
      singlePurchaseKey: 'sp',
      cadence: monthly,
      currency: 'USD',
      startAt: '2026-03-01T00:00:00Z',
      addOns: [{ addOnKey: 'once' }],
    });
    const at = '2999-12-31T23:59:59.999Z';
    await app.api.post(`/v1/subscriptions/${bought.id}/add-ons/${bought.addOns[0]?.id}/remove`, { when: 'at', at }, 200);
    expect(await readSubscription(app.api, bought.id)).toMatchObject({ nextWakeAt: at, currentPeriod: { number: 1 } });
  });
});

describe('a preview of a distant instant', () => {
  it('covers 240 renewals, and states the number if there are more', async () => {
    const within = await app.api.post(
      path('/preview'),
      preview({ type: 'cancel', when: 'now' }, { at: '2046-03-01T00:00:00Z' }),
      200,
    );
    expect(within).toMatchObject({ subscription: { status: 'canceled' } });
    const beyond = preview({ type: 'cancel', when: 'now' }, { at: '2046-04-01T00:00:00Z' });
    const problem = await app.api.post<ProblemView>(path('/preview'), beyond, 422);
    expect([problem.code, problem.detail]).toEqual([
      'catch_up_too_long',
      'More than 240 renewals and other changes fall due until 2046-04-01T00:00:00.000Z: choose an instant before 2046-04-01T00:00:00.000Z.',
    ]);
  });
});
