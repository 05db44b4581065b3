import { randomUUID } from 'node:crypto';
import { toSubscriptionId } from '../../src/domain/ids.ts';
import { type Applied, type CommandMessage, commandMessages, stateQuery } from '../../src/contracts/messages.ts';
import type { SubscriptionRun } from '../../src/contracts/workflow.ts';
import type { SubscriptionView } from '../support/api-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { monthly } from '../support/builders/price-bodies.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { advanceTo, invoicesOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// "Request Cancellation" in the Temporal UI calls `handle.cancel()`.

let app: TestApp;
let owner: OwnerSession;

beforeAll(async () => {
  app = await startTestApp({ budget: 2 });
  owner = await openOwnerSession(app.ownerUrl);
  await createGymCatalogue(app.api);
});
afterAll(async () => {
  await owner.close();
  await app.stop();
});

const startAt = '2026-03-01T00:00:00Z';
const handleOf = ({ id }: Pick<SubscriptionView, 'id'>) => app.temporal.workflow.getHandle(app.workflowId(id));
const statusOf = async (member: SubscriptionView) => (await handleOf(member).describe()).status.name;
const detailsOf = async (member: SubscriptionView) =>
  (await handleOf(member).query<{ readonly currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;

const scheduledCancel = (member: Pick<SubscriptionView, 'id'>) =>
  waitFor('the cancellation is scheduled', async () => {
    const { pending } = await readSubscription(app.api, member.id);
    return pending.length > 0 && pending;
  });

describe('a cancellation requested in the Temporal UI', () => {
  it('becomes a cancellation at the end of the period, and the subscription stays active until then', async () => {
    const member = await subscribe(app.api, { startAt });
    await handleOf(member).cancel();
    await expect(scheduledCancel(member)).resolves.toMatchObject([
      {
        command: { type: 'cancel', reason: 'requested in the Temporal UI' },
        effectiveAt: '2026-04-01T00:00:00.000Z',
      },
    ]);
    expect(await statusOf(member)).toBe('RUNNING');
    await app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'water' }, 200);
    await advanceTo(app.api, member.id, '2026-05-01T00:00:00Z');
    await expect(readSubscription(app.api, member.id)).resolves.toMatchObject({ status: 'canceled' });
    await expect(handleOf(member).result()).resolves.toMatchObject({ ended: { status: 'canceled' } });
  });

  it('ends a subscription on the wall clock by its timer', async () => {
    const member = await subscribe(app.api, { runsInRealTime: true });
    await handleOf(member).cancel();
    await scheduledCancel(member);
    await expect(handleOf(member).query(stateQuery)).resolves.toMatchObject({
      nextWake: { kind: 'cancel', at: member.currentPeriod?.end },
    });
    expect(await statusOf(member)).toBe('RUNNING');
  });

  it('can be canceled like any pending change, and renewals continue', async () => {
    const member = await subscribe(app.api, { startAt });
    await handleOf(member).cancel();
    const [change] = await scheduledCancel(member);
    await app.api.delete(`/v1/subscriptions/${member.id}/pending/${change?.id}`, 200);
    await advanceTo(app.api, member.id, '2026-04-02T00:00:00Z');
    await expect(readSubscription(app.api, member.id)).resolves.toMatchObject({ status: 'active' });
    expect(await invoicesOf(app.api, member.id)).toHaveLength(2);
  });

  it('is refused the second time, also across a continue-as-new, with a note in the details', async () => {
    const member = await subscribe(app.api, { startAt });
    await handleOf(member).cancel();
    await handleOf(member).cancel();
    await scheduledCancel(member);
    const { runId } = await handleOf(member).describe();
    await advanceTo(app.api, member.id, '2026-03-02T00:00:00Z');
    await advanceTo(app.api, member.id, '2026-03-03T00:00:00Z');
    await waitFor('another run', async () => (await handleOf(member).describe()).runId !== runId);
    await handleOf(member).cancel();
    await waitFor('the note', async () => (await detailsOf(member)).includes('last refused: '));
    expect(await detailsOf(member)).toContain('(`pending_change_conflict`)');
    const { pending } = await readSubscription(app.api, member.id);
    expect(pending).toHaveLength(1);
    expect(await statusOf(member)).toBe('RUNNING');
  });

  it('does not interrupt commands in progress', async () => {
    const member = await subscribe(app.api, { startAt });
    const attached = numbersUpTo(5).map(() =>
      app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'devices' }, 200),
    );
    await handleOf(member).cancel();
    await Promise.all(attached);
    await scheduledCancel(member);
    const { decisions } = await readSubscriptionRows(owner, member.id);
    expect(decisions.map(({ did }) => did).toSorted()).toEqual([
      ...attached.map(() => 'attachAddOn'),
      'cancelSubscription',
      'createSubscription',
    ]);
  });

  it('waits for the creation if it arrives before', async () => {
    const id = toSubscriptionId(`sub_${randomUUID().replaceAll('-', '')}`);
    const run: SubscriptionRun = {
      tenantId: app.tenantId,
      subscriptionId: id,
      budget: 2,
      wakeDelayMs: 0,
      known: null,
      shownStatus: null,
    };
    const handle = await app.temporal.workflow.start('subscriptionWorkflow', {
      workflowId: app.workflowId(id),
      taskQueue: app.config.taskQueue,
      args: [run],
    });
    await handle.cancel();
    const command = {
      type: 'create',
      actor: 'admin',
      customerId: await createCustomer(app.api),
      planKey: 'basic',
      cadence: monthly,
      currency: 'USD',
      timeZone: 'UTC',
      clock: 'sandbox',
      addOns: [],
    } as const;
    await handle.executeUpdate<Applied, [CommandMessage<'create'>]>(commandMessages('create').update, {
      args: [{ requestId: randomUUID(), command }],
    });
    await expect(scheduledCancel({ id })).resolves.toMatchObject([{ command: { type: 'cancel' } }]);
  });
});
