import { stateQuery } from '../../src/contracts/messages.ts';
import type { SubscriptionRun } from '../../src/contracts/workflow.ts';
import { defaultPayloadConverter } from '@temporalio/common';
import type { SubscriptionView } from '../support/api-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { eventsOf, historyOf } from '../support/history.ts';
import { advanceTo, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let member: SubscriptionView;
let customerId: string;

beforeAll(async () => {
  app = await startTestApp({ budget: 3 });
  await createGymCatalogue(app.api);
  customerId = await createCustomer(app.api);
  member = await subscribe(app.api, { customerId, startAt: '2026-03-01T00:00:00Z' });
});
afterAll(async () => app.stop());

const handle = () => app.temporal.workflow.getHandle(app.workflowId(member.id));
const runId = async () => (await handle().describe()).runId;

describe('a run with a budget of three', () => {
  it('processes the creation and a second item, and continues', async () => {
    const first = await runId();
    await advanceTo(app.api, member.id, '2026-03-02T00:00:00Z');
    await handle().query(stateQuery);
    expect(await runId()).toBe(first);
  });

  it('continues as new after the third', async () => {
    const first = await runId();
    await advanceTo(app.api, member.id, '2026-03-03T00:00:00Z');
    await waitFor('another run', async () => (await runId()) !== first);
    const { status } = await app.temporal.workflow.getHandle(app.workflowId(member.id), first).describe();
    expect(status.name).toBe('CONTINUED_AS_NEW');
  });

  it('passes its state to the next run, which has it before its first item', async () => {
    const [started] = eventsOf(await historyOf(handle()), 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED');
    const [input] = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    const run = input ? defaultPayloadConverter.fromPayload<SubscriptionRun>(input) : null;
    expect(run).toMatchObject({
      subscriptionId: member.id,
      tenantId: app.tenantId,
      budget: 3,
      shownStatus: 'active',
      known: { revision: 3, status: 'active', clock: 'sandbox', at: '2026-03-03T00:00:00.000Z' },
    });
    await expect(handle().query(stateQuery)).resolves.toMatchObject({ revision: 3, status: 'active', clock: 'sandbox' });
  });

  it('shows operators the same memo, summary and details before the first item of the next run', async () => {
    const description = await handle().describe();
    expect(description.memo).toEqual({
      customerId,
      planKey: 'basic',
      currency: 'USD',
      cadence: { every: 1, unit: 'month' },
      summary: `basic for ${customerId}`,
    });
    const { currentDetails } = await handle().query<{ readonly currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain(`**${member.id}** on \`basic\`: **active**`);
    expect(currentDetails).toContain('waits for: renewal 2 on 2026-04-01 (2026-04-01T00:00:00.000Z)');
    expect(currentDetails).toContain('last: clock at 2026-03-03T00:00:00.000Z');
  });

  it('counts boundaries as items: an advance over three months takes another run', async () => {
    const before = await runId();
    await advanceTo(app.api, member.id, '2026-06-02T00:00:00Z');
    await waitFor('another run', async () => (await runId()) !== before);
    await expect(handle().query(stateQuery)).resolves.toMatchObject({ revision: 7, at: '2026-06-02T00:00:00.000Z' });
  });
});
