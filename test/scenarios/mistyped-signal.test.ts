import { commandTable } from '../../src/contracts/messages.ts';
import type { AdvanceClock, Command } from '../../src/domain/subscription/commands.ts';
import type { SubscriptionView } from '../support/api-client.ts';
import { aMember, monthly, sellGym } from '../support/gym.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// An operator types a Signal by hand. A slip of the pen must neither move money nor stop the subscription.

let app: TestApp;
let subscription: SubscriptionView;

beforeAll(async () => {
  app = await startTestApp();
  await sellGym(app.api);
  subscription = await app.api.post('/v1/subscriptions', {
    customerId: await aMember(app.api),
    planKey: 'basic',
    cadence: monthly,
    currency: 'USD',
    startAt: '2026-01-31T10:00:00Z',
    addOns: [],
  });
});
afterAll(async () => app.stop());

/** A clock that is moved to something that is no instant of ours. */
const moveTo = (to: unknown): AdvanceClock => JSON.parse(JSON.stringify({ type: 'advanceClock', actor: 'admin', to }));
const mistyped: readonly (readonly [string, Command])[] = [
  ['a number instead of an instant', moveTo(20260401)],
  ['a text that is no instant', moveTo('soon')],
  ['an instant thousands of years away', moveTo('9999-01-01T00:00:00.000Z')],
  ['no instant at all', moveTo(undefined)],
];

describe('a Signal typed by hand', () => {
  it.each(mistyped)('with %s changes nothing, and the next command is served', async (_what, command) => {
    const handle = app.temporal.workflow.getHandle(app.workflowId(subscription.id));
    await handle.signal(commandTable.advanceClock.signal, {
      requestId: `by-hand-${JSON.stringify(command)}`,
      command: command as AdvanceClock,
    });
    const before = await app.api.get<SubscriptionView>(`/v1/subscriptions/${subscription.id}`);
    const to = new Date(Date.parse(before.at) + 60_000).toISOString();
    await app.api.post(`/v1/subscriptions/${subscription.id}/clock/advance`, { to }, 200);
    const after = await app.api.get<SubscriptionView>(`/v1/subscriptions/${subscription.id}`);
    expect([after.at, after.revision, after.currentPeriod?.number]).toEqual([to, before.revision + 1, 1]);
  });
});
