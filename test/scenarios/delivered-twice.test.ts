import { randomUUID } from 'node:crypto';
import { type CommandMessage, commandMessages } from '../../src/contracts/messages.ts';
import type { CommandAnswer, SubscriptionView } from '../support/api-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { advanceTo, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let owner: OwnerSession;

beforeAll(async () => {
  app = await startTestApp();
  owner = await openOwnerSession(app.ownerUrl);
  await createGymCatalogue(app.api);
});
afterAll(async () => {
  await owner.close();
  await app.stop();
});

const startAt = '2026-03-01T00:00:00.000Z';
const handleOf = ({ id }: SubscriptionView) => app.temporal.workflow.getHandle(app.workflowId(id));
const { update, signal } = commandMessages('attachAddOn');

/** The message of an attach of filtered water to the workflow. */
const attachWater = (requestId: string): CommandMessage<'attachAddOn'> => ({
  requestId,
  requestHash: 'a-hash',
  command: { type: 'attachAddOn', actor: 'admin', addOnKey: 'water' },
});

/** The effects of a request, after everything that was sent before has been processed. */
async function effectsOf(subscription: SubscriptionView, requestId: string) {
  await advanceTo(app.api, subscription.id, '2026-03-02T00:00:00.000Z');
  const { decisions, invoices, grants } = await readSubscriptionRows(owner, subscription.id);
  const revisions = decisions.filter((decision) => decision.requestId === requestId).map(({ revision }) => revision);
  return {
    decisions: revisions.length,
    invoices: invoices.filter(({ revision }) => revisions.includes(revision)).length,
    grants: grants.filter(({ featureKey }) => featureKey === 'filtered-water').length,
  };
}

const once = { decisions: 1, invoices: 1, grants: 1 };

describe('a command that is delivered twice with one key', () => {
  it('has one effect through two updates, and both callers get its outcome', async () => {
    const subscription = await subscribe(app.api, { startAt });
    const requestId = randomUUID();
    const [first, second] = await Promise.all([
      handleOf(subscription).executeUpdate(update, { updateId: `${requestId}-a`, args: [attachWater(requestId)] }),
      handleOf(subscription).executeUpdate(update, { updateId: `${requestId}-b`, args: [attachWater(requestId)] }),
    ]);
    expect(first.made.invoiceIds).toHaveLength(1);
    expect(second.made).toEqual(first.made);
    await expect(effectsOf(subscription, requestId)).resolves.toEqual(once);
  });

  it('has one effect through two signals', async () => {
    const subscription = await subscribe(app.api, { startAt });
    const requestId = randomUUID();
    await handleOf(subscription).signal(signal, attachWater(requestId));
    await handleOf(subscription).signal(signal, attachWater(requestId));
    await expect(effectsOf(subscription, requestId)).resolves.toEqual(once);
  });

  it('has one effect through a signal and an update, in either order', async () => {
    for (const signalFirst of [true, false]) {
      const subscription = await subscribe(app.api, { startAt });
      const requestId = randomUUID();
      const sendSignal = () => handleOf(subscription).signal(signal, attachWater(requestId));
      const sendUpdate = () =>
        handleOf(subscription).executeUpdate(update, { updateId: requestId, args: [attachWater(requestId)] });
      if (signalFirst) await sendSignal();
      await expect(sendUpdate()).resolves.toMatchObject({ result: 'applied', made: { invoiceIds: [expect.any(String)] } });
      if (!signalFirst) await sendSignal();
      await expect(effectsOf(subscription, requestId)).resolves.toEqual(once);
    }
  });

  it('has one effect with respond-async and then with a synchronous request', async () => {
    const subscription = await subscribe(app.api, { startAt });
    const path = `/v1/subscriptions/${subscription.id}/add-ons`;
    const key = randomUUID();
    await app.api.post(path, { addOnKey: 'water' }, 202, { key, headers: { prefer: 'respond-async' } });
    await app.api.post(path, { addOnKey: 'water' }, 202, { key });
    await expect(effectsOf(subscription, key)).resolves.toEqual(once);
  });

  it('has one effect across a continue-as-new, after which Temporal no longer knows the update', async () => {
    const subscription = await subscribe(app.api, { startAt });
    const requestId = randomUUID();
    const send = () => handleOf(subscription).executeUpdate(update, { updateId: requestId, args: [attachWater(requestId)] });
    const first = await send();
    const { runId } = await handleOf(subscription).describe();
    for (let day = 2; day <= 8; day += 1) await advanceTo(app.api, subscription.id, `2026-03-0${day}T00:00:00.000Z`);
    await waitFor('another run', async () => (await handleOf(subscription).describe()).runId !== runId);
    await expect(send()).resolves.toMatchObject({ made: first.made });
    await advanceTo(app.api, subscription.id, '2026-03-09T00:00:00.000Z');
    const { decisions } = await readSubscriptionRows(owner, subscription.id);
    expect(decisions.filter((decision) => decision.requestId === requestId)).toHaveLength(1);
  });

  it('gives the same answer to concurrent senders, with other commands in between', async () => {
    const { id } = await subscribe(app.api, { startAt });
    const path = `/v1/subscriptions/${id}/add-ons`;
    const key = randomUUID();
    const noise = numbersUpTo(5).map(() => app.api.post(path, { addOnKey: 'devices' }, 200));
    const answers = await Promise.all(
      numbersUpTo(10).map(() => app.api.post<CommandAnswer>(path, { addOnKey: 'water' }, 200, { key })),
    );
    await Promise.all(noise);
    answers.push(await app.api.post<CommandAnswer>(path, { addOnKey: 'water' }, 200, { key }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.invoices.map(({ total }) => total.amount)).toEqual(['5.00']);
  });

  it('is refused with the same key and another body', async () => {
    const subscription = await subscribe(app.api, { startAt });
    const path = `/v1/subscriptions/${subscription.id}/add-ons`;
    const key = randomUUID();
    await app.api.post<CommandAnswer>(path, { addOnKey: 'water' }, 200, { key });
    await expect(app.api.post(path, { addOnKey: 'devices' }, 409, { key })).resolves.toMatchObject({
      code: 'idempotency_key_reused',
    });
  });
});

describe('a signal typed by hand', () => {
  it('is executed once, without a request hash', async () => {
    const subscription = await subscribe(app.api, { startAt });
    const requestId = 'typed-by-hand';
    const message = { requestId, command: { type: 'attachAddOn', addOnKey: 'water' } };
    await handleOf(subscription).signal('attachAddOn', message);
    await handleOf(subscription).signal('attachAddOn', message);
    await expect(effectsOf(subscription, requestId)).resolves.toEqual(once);
  });
});
