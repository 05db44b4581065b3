import { commandMessages } from '../../src/contracts/messages.ts';
import type { AdvanceClock, Command } from '../../src/domain/subscription/model/commands.ts';
import type { SubscriptionView } from '../support/api-client.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { monthly } from '../support/builders/price-bodies.ts';

// An operator types a Signal by hand. A mistake must neither charge anything nor block the subscription.

let app: TestApp;
let subscription: SubscriptionView;

beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
  subscription = await app.api.post('/v1/subscriptions', {
    customerId: await createCustomer(app.api),
    planKey: 'basic',
    cadence: monthly,
    currency: 'USD',
    startAt: '2026-01-31T10:00:00Z',
    addOns: [],
  });
});
afterAll(async () => app.stop());

/** An advance of the clock to an invalid instant. */
const moveTo = (to: unknown): AdvanceClock => JSON.parse(JSON.stringify({ type: 'advanceClock', actor: 'admin', to }));
const mistyped: readonly (readonly [string, Command])[] = [
  ['a number instead of an instant', moveTo(20260401)],
  ['a string that is not an instant', moveTo('soon')],
  ['an instant thousands of years in the future', moveTo('9999-01-01T00:00:00.000Z')],
  ['no instant', moveTo(undefined)],
];

/** Well-formed messages with values that cannot be stored or do not exist. */
const unfit: readonly (readonly [string, string, Command])[] = [
  [
    'half of a surrogate pair as the reason',
    'unfit-1',
    { type: 'cancel', actor: 'admin', when: 'periodEnd', reason: 'a\ud800b' },
  ],
  ['U+0000 as the reason', 'unfit-2', { type: 'cancel', actor: 'admin', when: 'periodEnd', reason: 'a\0b' }],
  ['U+0000 in the request id', 'unfit-\0', { type: 'cancel', actor: 'admin', when: 'periodEnd' }],
  ['a request id of a thousand characters', 'x'.repeat(1_000), { type: 'cancel', actor: 'admin', when: 'periodEnd' }],
  ['an actor of a thousand characters', 'unfit-3', JSON.parse(`{"type":"cancel","actor":"${'x'.repeat(1_000)}"}`)],
  ['an add-on named like an inherited property', 'unfit-4', { type: 'attachAddOn', actor: 'admin', addOnKey: 'constructor' }],
];

const oneStep = { moved: true, revisions: 1, period: 1, pending: [] };

/** The effect of the next command on the otherwise unchanged subscription. */
async function afterTheNext(): Promise<object> {
  const before = await app.api.get<SubscriptionView>(`/v1/subscriptions/${subscription.id}`);
  const to = new Date(Date.parse(before.at) + 60_000).toISOString();
  await app.api.post(`/v1/subscriptions/${subscription.id}/clock/advance`, { to }, 200);
  const after = await app.api.get<SubscriptionView>(`/v1/subscriptions/${subscription.id}`);
  const { at, revision, currentPeriod, pending } = after;
  return { moved: at === to, revisions: revision - before.revision, period: currentPeriod?.number, pending };
}

describe('a Signal typed by hand', () => {
  it.each(mistyped)('with %s changes nothing, and the next command is processed', async (_what, command) => {
    const handle = app.temporal.workflow.getHandle(app.workflowId(subscription.id));
    await handle.signal(commandMessages('advanceClock').signal, {
      requestId: `by-hand-${JSON.stringify(command)}`,
      command: command as AdvanceClock,
    });
    expect(await afterTheNext()).toEqual(oneStep);
  });

  it.each(unfit)('with %s is refused, and the next command is processed', async (_what, requestId, command) => {
    const handle = app.temporal.workflow.getHandle(app.workflowId(subscription.id));
    await handle.signal<[unknown]>(command.type, { requestId, command });
    expect(await afterTheNext()).toEqual(oneStep);
  });
});

describe('a key named like an inherited property of objects', () => {
  it.each(['constructor', 'valueof'])('%s is refused like any unknown key, and the next command is processed', async (name) => {
    const path = `/v1/subscriptions/${subscription.id}`;
    expect(await app.api.post(`${path}/add-ons`, { addOnKey: name }, 422)).toMatchObject({ code: 'add_on_not_linked' });
    expect(await app.api.post(`${path}/preview`, { command: { type: 'attachAddOn', addOnKey: name } }, 422)).toMatchObject({
      code: 'add_on_not_linked',
    });
    expect(await afterTheNext()).toEqual(oneStep);
  });
});
