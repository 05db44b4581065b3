import { randomUUID } from 'node:crypto';
import { isGrpcServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { type Applied, type CommandMessage, commandMessages, stateQuery } from '../../src/contracts/messages.ts';
import type { SubscriptionRun } from '../../src/contracts/workflow.ts';
import { daily, createDayPassCatalogue } from '../support/day-pass.ts';
import { waitFor } from '../support/wait-for.ts';
import { eventsOf } from '../support/history.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

/** The timeout of each test and of the teardown, for a loaded machine. */
const patienceMs = 120_000;

// More commands than one subscription can process at once. With a budget of one, a run is crowded from 100 events on.

let app: TestApp;
let owner: OwnerSession;
let id: string;

beforeAll(async () => {
  app = await startTestApp({ budget: 1 });
  owner = await openOwnerSession(app.ownerUrl);
  await createDayPassCatalogue(app.api);
});
beforeEach(async () => {
  ({ id } = await subscribe(app.api, { planKey: 'day-pass', cadence: daily, startAt: '2026-03-01T00:00:00.000Z' }));
});
afterAll(async () => {
  await owner.close();
  await app.stop();
}, patienceMs);

const handle = () => app.temporal.workflow.getHandle(app.workflowId(id));
const towels = { type: 'attachAddOn', actor: 'admin', addOnKey: 'towels' } as const;
const { update, signal } = commandMessages('attachAddOn');
const message = (): CommandMessage<'attachAddOn'> => ({ requestId: randomUUID(), command: towels });

/**
 * Sends while no worker runs, after the first task of the run, which the query waits for: messages before that task reach
 * the handlers in the order of their registration.
 */
async function whileNoWorkerRuns(send: () => Promise<unknown>): Promise<void> {
  await handle().query(stateQuery);
  await app.stopWorker();
  await send();
  await app.startWorker();
}

/** Whether an Update has reached the server, where it waits for a worker; the history does not contain it yet. */
async function holdsUpdate(updateId: string): Promise<boolean> {
  const { workflowService, options } = app.temporal;
  const updateRef = { workflowExecution: { workflowId: app.workflowId(id) }, updateId };
  try {
    await workflowService.pollWorkflowExecutionUpdate({ namespace: options.namespace, updateRef });
    return true;
  } catch (error) {
    const code: number | null = isGrpcServiceError(error) ? error.code : null;
    if (code === notFound) return false;
    throw error;
  }
}

/** The status NOT_FOUND of gRPC. */
const notFound = 5;

const doneOnce = (count: number) =>
  waitFor(
    `${count} towels`,
    async () => {
      const { decisions } = await readSubscriptionRows(owner, id);
      return decisions.length === count + 1 && decisions;
    },
    patienceMs,
  );

/** Sends one request to attach towels, and returns status and body of the answer. */
async function attach(headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${app.api.url}/v1/subscriptions/${id}/add-ons`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${app.api.key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...headers,
    },
    body: JSON.stringify({ addOnKey: 'towels' }),
  });
  const { code } = (await response.json()) as { readonly code?: string };
  return { status: response.status, code, retryAfter: response.headers.get('retry-after') };
}

describe('a run with many commands in its inbox', () => {
  it(
    'passes them to the next run in order, and executes each once',
    async () => {
      const { runId } = await handle().describe();
      const messages = numbersUpTo(150).map(message);
      await whileNoWorkerRuns(async () => {
        for (const each of messages) await handle().signal(signal, each);
      });
      const decisions = await doneOnce(150);
      expect(decisions.slice(1).map(({ requestId }) => requestId)).toEqual(messages.map(({ requestId }) => requestId));
      expect((await readSubscription(app.api, id)).addOns.map(({ quantity }) => quantity)).toEqual(['150']);
      const inputs = await inputsSince(runId);
      const waiting = inputs.map(({ inbox }) => inbox?.length ?? 0);
      expect(waiting.some((count) => count > 0 && count < 150)).toBe(true);
      expect(waiting.at(-1)).toBe(0);
    },
    patienceMs,
  );

  it(
    'rejects an update if 200 are waiting, before it enters the history',
    async () => {
      let rejected: Promise<unknown> | undefined;
      await whileNoWorkerRuns(async () => {
        for (const each of numbersUpTo(220).map(message)) await handle().signal(signal, each);
        const updateId = randomUUID();
        rejected = handle()
          .executeUpdate<Applied, [CommandMessage<'attachAddOn'>]>(update, { updateId, args: [message()] })
          .catch((error: unknown) => error);
        await waitFor('the server holds the update', () => holdsUpdate(updateId));
      });
      const error = await rejected;
      expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
      expect(error).toMatchObject({ cause: { type: 'too_many_commands' } });
      await doneOnce(220);
    },
    patienceMs,
  );
});

describe('asynchronous commands', () => {
  it(
    'are refused with 429 if too many wait, and accepted ones are executed once',
    async () => {
      const replies: Awaited<ReturnType<typeof attach>>[] = [];
      await whileNoWorkerRuns(async () => {
        for (const _ of numbersUpTo(32)) {
          replies.push(...(await Promise.all(numbersUpTo(10).map(() => attach({ prefer: 'respond-async' })))));
        }
      });
      const refused = replies.filter(({ status }) => status !== 202);
      expect(refused.length).toBeGreaterThan(0);
      for (const each of refused) expect(each).toEqual({ status: 429, code: 'too_many_commands', retryAfter: '5' });
      await doneOnce(replies.length - refused.length);
    },
    patienceMs,
  );
});

describe('500 concurrent commands to one subscription', () => {
  it(
    'are each executed once or refused with 429',
    async () => {
      const replies = await Promise.all(numbersUpTo(500).map(() => attach()));
      const done = replies.filter(({ status }) => status === 200);
      const refused = replies.filter(({ status }) => status !== 200);
      expect(done.length).toBeGreaterThan(0);
      expect(refused.length).toBeGreaterThan(0);
      for (const each of refused) expect(each).toEqual({ status: 429, code: 'too_many_commands', retryAfter: '5' });
      const { decisions } = await readSubscriptionRows(owner, id);
      expect(decisions).toHaveLength(done.length + 1);
      expect((await readSubscription(app.api, id)).addOns.map(({ quantity }) => quantity)).toEqual([String(done.length)]);
    },
    patienceMs,
  );
});

/** The inputs of the runs since a given one, oldest first. */
async function inputsSince(first: string): Promise<readonly SubscriptionRun[]> {
  const inputs: SubscriptionRun[] = [];
  let runId = (await handle().describe()).runId;
  while (runId !== '') {
    const [started] = eventsOf(
      await app.temporal.workflow.getHandle(app.workflowId(id), runId).fetchHistory(),
      'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
    );
    const { input, continuedExecutionRunId } = started?.workflowExecutionStartedEventAttributes ?? {};
    const [payload] = input?.payloads ?? [];
    if (payload) inputs.unshift(defaultPayloadConverter.fromPayload<SubscriptionRun>(payload));
    runId = runId === first ? '' : (continuedExecutionRunId ?? '');
  }
  return inputs;
}
