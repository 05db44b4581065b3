import { randomUUID } from 'node:crypto';
import { commandMessages } from '../../src/contracts/messages.ts';
import { daily, createDayPassCatalogue } from '../support/day-pass.ts';
import { waitFor } from '../support/wait-for.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// While a workflow task lasts, the server holds Signals back. With more than 100 it used to fail the task, and some were never seen.

const patienceMs = 120_000;
let app: TestApp;
let owner: OwnerSession;

beforeAll(async () => {
  app = await startTestApp({ budget: 6 });
  owner = await openOwnerSession(app.ownerUrl);
  await createDayPassCatalogue(app.api);
});
afterAll(async () => {
  await owner.close();
  await app.stop();
}, patienceMs);

describe('signals that arrive while a run works', () => {
  it(
    'are done once each, also when more come than the server holds back during one task',
    async () => {
      const order = { planKey: 'day-pass', cadence: daily, startAt: '2026-03-01T00:00:00.000Z' };
      const { id } = await subscribe(app.api, order);
      const handle = app.temporal.workflow.getHandle(app.workflowId(id));
      const requestIds = numbersUpTo(300).map(() => randomUUID());
      for (const requestId of requestIds) {
        const command = { type: 'attachAddOn', actor: 'admin', addOnKey: 'towels' } as const;
        await handle.signal(commandMessages('attachAddOn').signal, { requestId, command });
      }
      const decisions = await waitFor(
        'every signal is done',
        async () => {
          const ledger = await readSubscriptionRows(owner, id);
          return ledger.decisions.length === 301 && ledger.decisions;
        },
        patienceMs,
      );
      expect(decisions.slice(1).map(({ requestId }) => requestId)).toEqual(requestIds);
    },
    patienceMs,
  );
});
