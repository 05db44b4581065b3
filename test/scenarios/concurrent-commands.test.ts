import type { CommandAnswer } from '../support/api-client.ts';
import { daily, createDayPassCatalogue } from '../support/day-pass.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { invoicesOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let owner: OwnerSession;

beforeAll(async () => {
  app = await startTestApp();
  owner = await openOwnerSession(app.ownerUrl);
  await createDayPassCatalogue(app.api);
});
afterAll(async () => {
  await owner.close();
  await app.stop();
});

describe('50 concurrent commands to one subscription', () => {
  it('are executed in sequence, with gapless revisions and invoices, and each caller gets its answer', async () => {
    const { id } = await subscribe(app.api, { planKey: 'day-pass', cadence: daily, startAt: '2026-03-01T00:00:00.000Z' });
    const answers = await Promise.all(
      numbersUpTo(50).map(() =>
        app.api.post<CommandAnswer>(`/v1/subscriptions/${id}/add-ons`, { addOnKey: 'towels', quantity: 1 }, 200),
      ),
    );
    const made = answers.flatMap(({ invoices }) => invoices);
    expect(made.map(({ total }) => total.amount)).toEqual(numbersUpTo(50).map(() => '1.00'));
    expect(new Set(made.map((invoice) => invoice.id)).size).toBe(50);

    const { decisions, invoices, outbox } = await readSubscriptionRows(owner, id);
    expect(decisions.map(({ revision }) => revision)).toEqual(numbersUpTo(51));
    expect(outbox).toEqual(numbersUpTo(51));
    expect(invoices.map(({ revision }) => revision)).toEqual(numbersUpTo(51));
    expect((await invoicesOf(app.api, id)).map(({ number }) => number)).toEqual(
      numbersUpTo(51).map((number) => `ANX-${String(number).padStart(6, '0')}`),
    );
    const { addOns, revision } = await readSubscription(app.api, id);
    expect([revision, addOns.map(({ quantity }) => quantity)]).toEqual([51, ['50']]);
  });
});

describe('concurrent commands to many subscriptions', () => {
  it('share one gapless sequence of invoice numbers', async () => {
    const before = await allNumbers();
    const order = { planKey: 'day-pass', cadence: daily, startAt: '2026-03-01T00:00:00.000Z' };
    await Promise.all(numbersUpTo(20).map(() => subscribe(app.api, order)));
    expect(await allNumbers()).toEqual(numbersUpTo(before.length + 20));
  });
});

/** The sequence of every invoice of the tenant. */
async function allNumbers(): Promise<readonly number[]> {
  const rows = await owner.query<{ readonly sequence: number }>('select sequence from invoice order by sequence');
  return rows.map(({ sequence }) => sequence);
}
