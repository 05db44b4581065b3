import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, InvoiceView, ListOf, ProblemView, SubscriptionView } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { advanceTo, attachmentOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// A refused command changes no state, document or clock, even if something was due before it (semantics §9).

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

  it('a clock does not move if its quote is stale, and nothing due in between is processed', async () => {
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

  it('no other refused command changes anything', async () => {
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

  it('an advance returns what happened in between, without an earlier command at the same instant', async () => {
    await app.api.post(path('/add-ons'), { addOnKey: 'devices' }, 200);
    const standing = await move({ to: '2026-03-01T00:00:00Z' }, 200);
    expect([standing.invoices, standing.happened.map(({ did }) => did)]).toEqual([[], ['advanceClock']]);
  });

  it('an advance to an end returns that end', async () => {
    await app.api.post(path('/cancel'), {}, 200);
    await advanceTo(app.api, member.id, '2026-03-20T00:00:00Z');
    const ended = await move({ to: '2026-05-01T00:00:00Z' }, 200);
    expect(ended.happened.map(({ did }) => did)).toEqual(['endSubscription']);
    expect((await move({ to: '2026-06-01T00:00:00Z' }, 409)).code).toBe('subscription_ended');
  });
});

describe('on the wall clock, before the wake of due work', () => {
  let app: TestApp;
  beforeAll(async () => {
    // The wake is spread over 30,000 hours after the due start, so it does not occur during this test.
    app = await startTestApp({ renewalSpread: '30000h' });
    await createGymCatalogue(app.api);
  });
  afterAll(async () => app.stop());

  it('a refused command leaves it due, and the next accepted one follows it', async () => {
    const startAt = new Date(Date.now() + 3_000).toISOString();
    const member = await subscribe(app.api, { startAt, runsInRealTime: true });
    expect(member.status).toBe('pending');
    await sleep(Math.max(0, Date.parse(startAt) - Date.now()) + 50);
    await app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'devices', quantity: 6 }, 422);
    expect(await timelineOf(app.api, member)).toEqual(['createSubscription']);
    // Clients know only revision 1; the due start is not a reason for a refusal.
    await app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'devices', expectedRevision: 1 }, 200);
    expect(await timelineOf(app.api, member)).toEqual(['createSubscription', 'startSubscription', 'attachAddOn']);
    expect((await readSubscription(app.api, member.id)).status).toBe('active');
  });
});
