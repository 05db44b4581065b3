import type { CommandAnswer, SubscriptionView } from '../support/api-client.ts';
import { fastForwardTo } from '../support/fast-forward.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { eventsOf, historyOf } from '../support/history.ts';
import { subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let member: SubscriptionView;

beforeAll(async () => {
  app = await startTestApp({ budget: 20 });
  await createGymCatalogue(app.api);
});
beforeEach(async () => {
  member = await subscribe(app.api, { runsInRealTime: true });
});
afterAll(async () => app.stop());

const handle = () => app.temporal.workflow.getHandle(app.workflowId(member.id));
const path = (rest: string): string => `/v1/subscriptions/${member.id}${rest}`;
const dayMs = 86_400_000;
const daysFromStart = (days: number): string =>
  new Date(Date.parse(member.currentPeriod?.start ?? '') + days * dayMs).toISOString();

/** How often the timer was started and canceled. */
async function timers() {
  const history = await historyOf(handle());
  const count = (name: 'EVENT_TYPE_TIMER_STARTED' | 'EVENT_TYPE_TIMER_CANCELED') => eventsOf(history, name).length;
  return { started: count('EVENT_TYPE_TIMER_STARTED'), canceled: count('EVENT_TYPE_TIMER_CANCELED') };
}

const workflowTasks = async () => eventsOf(await historyOf(handle()), 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED').length;

describe('the timer of a subscription', () => {
  it('is kept by commands that do not change the next due instant', async () => {
    await app.api.post(path('/add-ons'), { addOnKey: 'water' }, 200);
    await app.api.post(path('/add-ons'), { addOnKey: 'devices' }, 200);
    await app.api.post(path('/cancel'), {}, 200);
    expect(await timers()).toEqual({ started: 1, canceled: 0 });
  });

  it('is replaced when an earlier change is scheduled, and again when that is canceled', async () => {
    const scheduled = await app.api.post<CommandAnswer>(
      path('/add-ons'),
      { addOnKey: 'water', when: 'at', at: daysFromStart(10) },
      200,
    );
    expect(await timers()).toEqual({ started: 2, canceled: 1 });
    await app.api.delete(path(`/pending/${scheduled.pending[0]?.id}`), 200);
    expect(await timers()).toEqual({ started: 3, canceled: 2 });
  });

  it('causes no workflow task in 20 days without a boundary', async () => {
    const before = await workflowTasks();
    await fastForwardTo(app.temporal, app.workflowId(member.id), daysFromStart(20));
    expect(await workflowTasks()).toBe(before);
  });

  it('does not exist for a sandbox subscription, whose clock does not run', async () => {
    member = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z' });
    expect(await timers()).toEqual({ started: 0, canceled: 0 });
  });
});
