import { pendingQuery, stateQuery } from '../../src/contracts/messages.ts';
import type { SubscriptionView } from '../support/api-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { fastForwardTo } from '../support/fast-forward.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { historyOf, localActivityNames, summariesOf } from '../support/history.ts';
import { attachmentOf, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// What an operator sees of a subscription in the Temporal UI, read through the calls that the UI makes.

let app: TestApp;
let customerId: string;
let created: SubscriptionView;

beforeAll(async () => {
  app = await startTestApp({ budget: 6 });
  await createGymCatalogue(app.api);
  customerId = await createCustomer(app.api);
  created = await subscribe(app.api, { customerId, runsInRealTime: true, addOns: [{ addOnKey: 'water' }] });
});
afterAll(async () => app.stop());

const handle = () => app.temporal.workflow.getHandle(app.workflowId(created.id));
const dateOf = (instant: string | undefined): string => (instant ?? '').slice(0, 10);

describe('an operator who searches for a subscription', () => {
  it('finds its workflow by tenant and subscription id', async () => {
    const { workflowId, type, status } = await handle().describe();
    expect(workflowId).toBe(`sub/${app.tenantId}/${created.id}`);
    expect([type, status.name]).toEqual(['subscriptionWorkflow', 'RUNNING']);
  });

  it('finds it by tenant, customer, plan and status', async () => {
    const query = `AnnexTenant = "${app.tenantId}" and AnnexCustomer = "${customerId}" and AnnexPlan = "basic" and AnnexStatus = "active"`;
    const found = await waitFor('the workflow is listed', async () => {
      const { count } = await app.temporal.workflow.count(query);
      return count === 1;
    });
    expect(found).toBe(true);
  });

  it('sees its description in memo and summary', async () => {
    const description = await handle().describe();
    expect(description.memo).toEqual({
      customerId,
      planKey: 'basic',
      currency: 'USD',
      cadence: { every: 1, unit: 'month' },
      summary: `basic for ${customerId}`,
    });
    await expect(description.staticSummary()).resolves.toBe(`basic for ${customerId}`);
  });
});

describe('an operator who opens a subscription', () => {
  it('sees its description, last decision and next due instant in the current details', async () => {
    const details = await app.temporal.workflow
      .getHandle(app.workflowId(created.id))
      .query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(details.currentDetails).toContain(`**${created.id}** on \`basic\`: **active**`);
    expect(details.currentDetails).toContain(`waits for: renewal 2 on ${dateOf(created.currentPeriod?.end)} (`);
    expect(details.currentDetails).toContain('last: created on basic; period 1 started;');
    expect(details.currentDetails).toContain('clock: real time');
  });

  it('gets the same from the queries state and pending', async () => {
    const nextWake = {
      at: created.currentPeriod?.end,
      kind: 'renewal',
      thing: '1',
      summary: `renewal 2 on ${dateOf(created.currentPeriod?.end)}`,
    };
    await expect(handle().query(stateQuery)).resolves.toMatchObject({
      subscriptionId: created.id,
      status: 'active',
      revision: 1,
      clock: 'wall',
      nextWake,
    });
    await expect(handle().query(pendingQuery)).resolves.toEqual({ nextWake, inbox: [] });
  });

  it('sees summaries of activities and timers in the history, without amounts that could become stale', async () => {
    const water = attachmentOf(created, 'water');
    await app.api.post(`/v1/subscriptions/${created.id}/add-ons`, { addOnKey: 'devices' }, 200);
    await app.api.post(`/v1/subscriptions/${created.id}/add-ons/${water.id}/remove`, { actor: 'customer' }, 200);
    const boundary = created.currentPeriod?.end ?? '';
    await fastForwardTo(app.temporal, app.workflowId(created.id), new Date(Date.parse(boundary) + 3_600_000).toISOString());
    const history = await historyOf(handle());
    expect(localActivityNames(history)).toEqual(['createSubscription', 'attachAddOn', 'removeAddOn', 'renewPeriod']);
    const summaries = summariesOf(history);
    expect(summaries.activities).toEqual([
      'create by admin',
      'attachAddOn by admin',
      'removeAddOn by customer',
      `renewal 2, 1 scheduled on ${dateOf(boundary)}`,
    ]);
    expect(summaries.timers[0]).toBe(`renewal 2 on ${dateOf(boundary)}`);
    expect(summaries.timers.at(-1)).toMatch(/^renewal 3 on \d{4}-\d{2}-\d{2}$/);
  });

  it('sees a changed status in the search attributes', async () => {
    const ended = await subscribe(app.api, { customerId, startAt: '2026-03-01T00:00:00.000Z' });
    await app.api.post(`/v1/subscriptions/${ended.id}/cancel`, { when: 'now' }, 200);
    const query = `AnnexCustomer = "${customerId}" and AnnexStatus = "canceled"`;
    const listed = waitFor('the ended one is listed', async () => (await app.temporal.workflow.count(query)).count === 1);
    await expect(listed).resolves.toBe(true);
  });
});
