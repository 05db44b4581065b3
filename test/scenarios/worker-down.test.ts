import { randomUUID } from 'node:crypto';
import { dayMs, dayPassOrder, createDayPassCatalogue } from '../support/day-pass.ts';
import { waitFor } from '../support/wait-for.ts';
import { createCustomer } from '../support/gym.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// Timers that fire while no worker runs. The day pass started three and a half days ago and its order
// waits in the workflow, so that the first worker finds three overdue boundaries and a later command.

let app: TestApp;
let owner: OwnerSession;
let id: string;
const startedMs = Date.now() - 3.5 * dayMs;
const instantOf = (day: number): string => new Date(startedMs + day * dayMs).toISOString();

beforeAll(async () => {
  app = await startTestApp({ worker: 'absent' });
  owner = await openOwnerSession(app.ownerUrl);
  await createDayPassCatalogue(app.api);
  const order = { customerId: await createCustomer(app.api), currency: 'USD', ...dayPassOrder(instantOf(0)) };
  const accepted = await app.api.post<{ readonly subscriptionId: string }>('/v1/subscriptions', order, 202, {
    headers: { prefer: 'respond-async' },
  });
  id = accepted.subscriptionId;
  const attach = { requestId: randomUUID(), command: { type: 'attachAddOn', addOnKey: 'locker' } };
  await app.temporal.workflow.getHandle(app.workflowId(id)).signal('attachAddOn', attach);
  await app.startWorker();
  await waitFor('everything is done', async () => (await readSubscriptionRows(owner, id)).decisions.length === 5);
});
afterAll(async () => {
  await owner.close();
  await app.stop();
});

describe('a worker that was down for three periods', () => {
  it('processes every boundary in order at its instant, and then the command', async () => {
    const { decisions, outbox } = await readSubscriptionRows(owner, id);
    expect(decisions.map(({ did }) => did)).toEqual([
      'createSubscription',
      'renewPeriod',
      'renewPeriod',
      'renewPeriod',
      'attachAddOn',
    ]);
    expect(decisions.slice(1, 4).map(({ at }) => at)).toEqual([instantOf(1), instantOf(2), instantOf(3)]);
    expect(decisions.map(({ revision }) => revision)).toEqual(numbersUpTo(5));
    expect(outbox).toEqual(numbersUpTo(5));
  });

  it('invoices each period separately, dated at its boundary', async () => {
    const { invoices } = await readSubscriptionRows(owner, id);
    expect(invoices.slice(0, 4)).toEqual(
      [0, 1, 2, 3].map((day) => ({ revision: day + 1, effectiveAt: instantOf(day), total: '2.00' })),
    );
  });

  it('sets the timer to the next boundary', async () => {
    const { nextWakeAt } = await app.api.get<{ readonly nextWakeAt: string }>(`/v1/subscriptions/${id}`);
    expect(nextWakeAt).toBe(instantOf(4));
  });
});
