import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Applied, CommandMessage } from '../../src/contracts/messages.ts';
import type { SubscriptionView } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { eventsOf, historyOf } from '../support/history.ts';
import { readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let member: SubscriptionView;

beforeAll(async () => {
  app = await startTestApp({ budget: 20 });
  await createGymCatalogue(app.api);
});
beforeEach(async () => {
  member = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z' });
});
afterAll(async () => app.stop());

const handle = () => app.temporal.workflow.getHandle(app.workflowId(member.id));
const update = (name: string, message: unknown): Promise<Applied> =>
  handle().executeUpdate<Applied, [unknown]>(name, { args: [message] });
const attach = (addOnKey: string, requestId = addOnKey): CommandMessage<'attachAddOn'> => ({
  requestId,
  requestHash: 'a-hash',
  command: { type: 'attachAddOn', actor: 'admin', addOnKey },
});

/** The failure of an update. */
async function failureOf(answer: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await answer.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) return error.cause;
  throw new Error('the update did not fail as an update does', { cause: error });
}

describe('an update that a rule refuses', () => {
  it('fails without retries, with the code as its type and the refusal in its details', async () => {
    const failure = await failureOf(update('attachAddOn', attach('sauna')));
    expect(failure).toMatchObject({ type: 'add_on_not_linked', nonRetryable: true });
    expect(failure.details).toMatchObject([
      { code: 'add_on_not_linked', message: failure.message, issues: [{ pointer: '/addOnKey' }] },
    ]);
  });

  it('leaves the subscription unchanged and its workflow running', async () => {
    await failureOf(update('attachAddOn', attach('sauna')));
    await expect(update('attachAddOn', attach('water'))).resolves.toMatchObject({ result: 'applied', revision: 2 });
  });
});

const malformed = [
  ['without a request id', { command: attach('water').command }],
  ['with an empty request id', { ...attach('water'), requestId: '' }],
  ['without a command', { requestId: 'a' }],
  ['with the command of another message', { requestId: 'a', command: { type: 'cancel' } }],
  ['that is not an object', 'attach water'],
] as const;

describe('a malformed message', () => {
  it.each(malformed)('%s is rejected as an update before it enters the history', async (_, message) => {
    expect((await failureOf(update('attachAddOn', message))).type).toBe('malformed_message');
    expect(eventsOf(await historyOf(handle()), 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED')).toHaveLength(1);
  });

  it('is dropped as a signal, and the next command is processed', async () => {
    for (const [, message] of malformed) await handle().signal('attachAddOn', message);
    await expect(update('attachAddOn', attach('water'))).resolves.toMatchObject({ revision: 2 });
    expect((await readSubscription(app.api, member.id)).addOns.map(({ addOnKey }) => addOnKey)).toEqual(['cover', 'water']);
  });

  it('whose command lacks a field is refused and does not block the subscription', async () => {
    await handle().signal('attachAddOn', { requestId: 'typed', command: { type: 'attachAddOn' } });
    const refused = await failureOf(update('attachAddOn', { requestId: 'typed-too', command: { type: 'attachAddOn' } }));
    expect(refused).toMatchObject({ type: 'invalid_request', details: [{ issues: [{ pointer: '/command/addOnKey' }] }] });
    await expect(update('attachAddOn', attach('water'))).resolves.toMatchObject({ revision: 2 });
  });
});
