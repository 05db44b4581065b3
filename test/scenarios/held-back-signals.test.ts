import { randomUUID } from 'node:crypto';
import { commandMessages } from '../../src/contracts/messages.ts';
import { daily, createDayPassCatalogue } from '../support/day-pass.ts';
import { waitFor } from '../support/wait-for.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// The server buffers Signals during a workflow task. With more than 100 the task used to fail and some Signals were lost.

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

describe('signals that arrive during a workflow task', () => {
  it(
    'are each executed once, also if more arrive than the server buffers during one task',
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
