import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, InvoiceView, ListOf, ProblemView, SubscriptionView } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { advanceTo, attachmentOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// A refused command changes no state, document or clock, also where something was due before it (semantics §9).

interface TimelineEntry {
  readonly did: string;
}
const timelineOf = async (api: ApiClient, { id }: SubscriptionView): Promise<readonly string[]> =>
  (await api.get<ListOf<TimelineEntry>>(`/v1/subscriptions/${id}/timeline?limit=100`)).data.map(({ did }) => did).toReversed();

/** Everything that a client can see of a subscription. */
const seen = async (api: ApiClient, { id }: SubscriptionView): Promise<readonly unknown[]> =>
  Promise.all(
    ['', '/invoices', '/credit-notes', '/timeline', '/entitlements', '/pending'].map((rest) =>
      api.get(`/v1/subscriptions/${id}${rest}`),
    ),
  );

describe('in a sandbox', () => {
  let app: TestApp;
  let member: SubscriptionView;
  const path = (rest: string): string => `/v1/subscriptions/${member.id}${rest}`;
  beforeAll(async () => {
    app = await startTestApp();
    await createGymCatalogue(app.api);
  });
  beforeEach(async () => {
    member = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z', addOns: [{ addOnKey: 'water' }] });
  });
  afterAll(async () => app.stop());

  const previewMove = (to: string): Promise<{ readonly quoteId: string }> =>
    app.api.post(path('/preview'), { command: { type: 'advanceClock', to } }, 200);
  const move = (body: object, status: number) =>
    app.api.post<ProblemView & { readonly invoices: readonly InvoiceView[]; readonly happened: readonly TimelineEntry[] }>(
      path('/clock/advance'),
      body,
      status,
    );

  it('a clock does not move when its quote is stale, and neither does what was due on the way', async () => {
    const to = '2026-05-05T00:00:00Z';
    const { quoteId } = await previewMove(to);
    await app.api.post(path('/add-ons'), { addOnKey: 'devices' }, 200);
    const before = await seen(app.api, member);
    expect((await move({ to, quoteId }, 409)).code).toBe('quote_stale');
    expect(await seen(app.api, member)).toEqual(before);
    // As quoted: 20 + 1 + 5 + 7 on 1 April and on 1 May.
    const fresh = await previewMove(to);
    const moved = await move({ to, quoteId: fresh.quoteId }, 200);
    expect(moved.invoices.map(({ total }) => total.amount)).toEqual(['33.00', '33.00']);
  });

  it.each([
    ['for another revision', { expectedRevision: 7 }, 409, 'revision_mismatch'],
    [
      'with policies by a customer',
      { actor: 'customer', policies: { consolidate: 'never' } },
      403,
      'policy_argument_forbidden',
    ],
    ['too far', { to: '2046-03-01T00:00:00Z' }, 422, 'catch_up_too_long'],
  ])('a clock does not move %s', async (_why, more, status, code) => {
    const before = await seen(app.api, member);
    expect((await move({ to: '2026-05-05T00:00:00Z', ...more }, status)).code).toBe(code);
    expect(await seen(app.api, member)).toEqual(before);
  });

  it('no other command that is refused leaves a trace either', async () => {
    const water = attachmentOf(member, 'water').id;
    const calls: readonly (readonly [path: string, body: object, status: number])[] = [
      ['/add-ons', { addOnKey: 'water' }, 409],
      ['/add-ons', { addOnKey: 'devices', quantity: 6 }, 422],
      ['/add-ons', { addOnKey: 'devices', expectedRevision: 9 }, 409],
      [`/add-ons/${attachmentOf(member, 'cover').id}/remove`, { actor: 'customer' }, 422],
      [`/add-ons/${water}/remove`, { when: 'at', at: '2026-02-01T00:00:00Z' }, 422],
      ['/cancel', { when: 'now', actor: 'customer' }, 403],
    ];
    const before = await seen(app.api, member);
    for (const [rest, body, status] of calls) {
      await app.api.post(path(rest), body, status);
      expect(await seen(app.api, member)).toEqual(before);
    }
    await app.api.patch(path(`/add-ons/${water}`), { quantity: 2 }, 422);
    await app.api.delete(path('/pending/chg_none'), 404);
    expect(await seen(app.api, member)).toEqual(before);
  });

  it('a move lists what happened on its way, and nothing of an earlier command at the same instant', async () => {
    await app.api.post(path('/add-ons'), { addOnKey: 'devices' }, 200);
    const standing = await move({ to: '2026-03-01T00:00:00Z' }, 200);
    expect([standing.invoices, standing.happened.map(({ did }) => did)]).toEqual([[], ['advanceClock']]);
  });

  it('a move to an end lists that end', async () => {
    await app.api.post(path('/cancel'), {}, 200);
    await advanceTo(app.api, member.id, '2026-03-20T00:00:00Z');
    const ended = await move({ to: '2026-05-01T00:00:00Z' }, 200);
    expect(ended.happened.map(({ did }) => did)).toEqual(['endSubscription']);
    expect((await move({ to: '2026-06-01T00:00:00Z' }, 409)).code).toBe('subscription_ended');
  });
});

describe('in real time, before the wake of what is due', () => {
  let app: TestApp;
  beforeAll(async () => {
    // The wake comes within 30,000 hours after the start that is due: not while this test runs.
    app = await startTestApp({ renewalSpread: '30000h' });
    await createGymCatalogue(app.api);
  });
  afterAll(async () => app.stop());

  it('a refused command leaves it due, and the next one that is accepted comes after it', async () => {
    const startAt = new Date(Date.now() + 3_000).toISOString();
    const member = await subscribe(app.api, { startAt, runsInRealTime: true });
    expect(member.status).toBe('pending');
    await sleep(Math.max(0, Date.parse(startAt) - Date.now()) + 50);
    await app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'devices', quantity: 6 }, 422);
    expect(await timelineOf(app.api, member)).toEqual(['createSubscription']);
    // Nobody knows another revision than 1, and the start on the way is no reason to refuse.
    await app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'devices', expectedRevision: 1 }, 200);
    expect(await timelineOf(app.api, member)).toEqual(['createSubscription', 'startSubscription', 'attachAddOn']);
    expect((await readSubscription(app.api, member.id)).status).toBe('active');
  });
});
