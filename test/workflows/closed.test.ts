import { randomUUID } from 'node:crypto';
import { stateQuery } from '../../src/contracts/messages.ts';
import type { SubscriptionView } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { eventsOf, historyOf } from '../support/history.ts';
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

const handleOf = ({ id }: SubscriptionView) => app.temporal.workflow.getHandle(app.workflowId(id));
const startAt = '2026-03-01T00:00:00Z';

describe('a subscription that has ended', () => {
  it('completes its workflow with its final state', async () => {
    const member = await subscribe(app.api, { startAt });
    await app.api.post(`/v1/subscriptions/${member.id}/cancel`, {}, 200);
    await advanceTo(app.api, member.id, '2026-05-01T00:00:00Z');
    const { status } = await handleOf(member).describe();
    expect(status.name).toBe('COMPLETED');
    await expect(handleOf(member).result()).resolves.toMatchObject({
      ended: { status: 'canceled', nextWake: null, planKey: 'basic', summary: expect.stringContaining('canceled') },
    });
  });

  it('refuses every command with its code', async () => {
    const member = await subscribe(app.api, { startAt });
    await app.api.post(`/v1/subscriptions/${member.id}/cancel`, { when: 'now' }, 200);
    const refused = await app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'water' }, 409);
    expect(refused).toMatchObject({ code: 'subscription_ended' });
  });
});

describe('a creation that is refused', () => {
  it('leaves a completed workflow that repeats the refusal', async () => {
    const key = randomUUID();
    const { id } = await app.api.post<{ readonly id: string }>('/v1/customers', { name: 'Ada', currency: 'USD' });
    const order = { customerId: id, planKey: 'unknown', cadence: { every: 1, unit: 'month' }, currency: 'USD' };
    const refused = await app.api.post('/v1/subscriptions', order, 422, { key });
    expect(refused).toMatchObject({ code: 'plan_not_launched' });
    await expect(app.api.post('/v1/subscriptions', order, 422, { key })).resolves.toMatchObject({ code: 'plan_not_launched' });
  });
});

describe('a workflow that an operator resets', () => {
  it('repeats no effect and continues', async () => {
    const member = await subscribe(app.api, { startAt });
    const path = `/v1/subscriptions/${member.id}/add-ons`;
    await app.api.post(path, { addOnKey: 'devices' }, 200);
    await untilWaiting(member);
    await handleOf(member).terminate('by mistake');
    await resetToStart(member);
    await app.api.post(path, { addOnKey: 'water' }, 200);
    const { decisions } = await readSubscriptionRows(owner, member.id);
    expect(decisions.map(({ revision }) => revision)).toEqual(numbersUpTo(3));
    expect(decisions.map(({ did }) => did)).toEqual(['createSubscription', 'attachAddOn', 'attachAddOn']);
  });
});

/** Waits for the first workflow task of a run, to which it can be reset: a query is answered only after it. */
const untilWaiting = (member: SubscriptionView) => handleOf(member).query(stateQuery);

/** Resets the newest run to its first workflow task, as the Temporal UI does. Its updates are applied again. */
async function resetToStart(member: SubscriptionView): Promise<void> {
  const { runId } = await handleOf(member).describe();
  const [completed] = eventsOf(await historyOf(handleOf(member)), 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED');
  await app.temporal.workflowService.resetWorkflowExecution({
    namespace: app.temporal.options.namespace,
    workflowExecution: { workflowId: app.workflowId(member.id), runId },
    reason: 'terminated by mistake',
    requestId: randomUUID(),
    ...(completed?.eventId ? { workflowTaskFinishEventId: completed.eventId } : {}),
  });
}
