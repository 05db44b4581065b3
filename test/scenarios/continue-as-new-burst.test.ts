import { randomUUID } from 'node:crypto';
import type { CommandAnswer } from '../support/api-client.ts';
import { daily, createDayPassCatalogue } from '../support/day-pass.ts';
import { waitFor } from '../support/wait-for.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// With a budget of one, every command is followed by a continue-as-new, during which the next ones arrive.

let app: TestApp;
let owner: OwnerSession;

beforeAll(async () => {
  app = await startTestApp({ budget: 1 });
  owner = await openOwnerSession(app.ownerUrl);
  await createDayPassCatalogue(app.api);
});
afterAll(async () => {
  await owner.close();
  await app.stop();
});

describe('commands that arrive during a continue-as-new', () => {
  it('are each executed once, by update and by signal, and every caller gets an answer', async () => {
    const { id } = await subscribe(app.api, { planKey: 'day-pass', cadence: daily, startAt: '2026-03-01T00:00:00.000Z' });
    const handle = app.temporal.workflow.getHandle(app.workflowId(id));
    const { runId } = await handle.describe();
    const signaled = numbersUpTo(10).map(() => randomUUID());
    const [answers] = await Promise.all([
      Promise.all(
        numbersUpTo(10).map(() => app.api.post<CommandAnswer>(`/v1/subscriptions/${id}/add-ons`, { addOnKey: 'towels' }, 200)),
      ),
      ...signaled.map((requestId) =>
        handle.signal('attachAddOn', { requestId, command: { type: 'attachAddOn', addOnKey: 'towels' } }),
      ),
    ]);
    expect(new Set(answers.flatMap(({ invoices }) => invoices.map((invoice) => invoice.id))).size).toBe(10);

    const { decisions, outbox } = await waitFor('every signal is done', async () => {
      const rows = await readSubscriptionRows(owner, id);
      return rows.decisions.length === 21 && rows;
    });
    expect(decisions.map(({ revision }) => revision)).toEqual(numbersUpTo(21));
    expect(decisions.map(({ requestId }) => requestId)).toEqual(expect.arrayContaining(signaled));
    expect(outbox).toEqual(numbersUpTo(21));
    expect((await readSubscription(app.api, id)).addOns.map(({ quantity }) => quantity)).toEqual(['20']);
    expect((await handle.describe()).runId).not.toBe(runId);
  });
});
