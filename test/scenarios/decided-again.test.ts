import type { TimelineEntry } from '../../src/application/ports/subscriptions.ts';
import { gatherFacts } from '../../src/application/subscription/current.ts';
import { advance } from '../../src/domain/subscription/life/advance.ts';
import { type SubscriptionId, toSubscriptionId } from '../../src/domain/ids.ts';
import type { Command } from '../../src/domain/subscription/model/commands.ts';
import { decide } from '../../src/domain/subscription/decide.ts';
import type { SubscriptionEvent } from '../../src/domain/subscription/model/events.ts';
import { evolveAll } from '../../src/domain/subscription/model/evolve.ts';
import { initial, type Subscription } from '../../src/domain/subscription/model/state.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import type { CommandAnswer, ListOf } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { advanceTo, attachmentOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// The stored decision is sufficient to repeat it, with the same or another input.

let app: TestApp;
let subscriptionId: SubscriptionId;
let history: readonly TimelineEntry[];

beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
  subscriptionId = await liveTwoMonths();
  const page = await subscriptionReads(app.database).listTimeline(app.tenantId, subscriptionId, { limit: 100, after: null });
  history = page.data.toReversed();
});
afterAll(() => app.stop());

/** Starts on 1 March, attaches 2 device packs on the 18th and water from April, removes the packs, and advances to mid May. */
async function liveTwoMonths(): Promise<SubscriptionId> {
  const { api } = app;
  const { id } = await subscribe(api, { startAt: '2026-03-01T00:00:00Z' });
  const path = (rest: string): string => `/v1/subscriptions/${id}${rest}`;
  await advanceTo(api, id, '2026-03-18T00:00:00Z');
  const devices = { type: 'attachAddOn', addOnKey: 'devices', quantity: 2 };
  const { quoteId } = await api.post<{ readonly quoteId: string }>(path('/preview'), { command: devices }, 200);
  await api.post(path('/add-ons'), { addOnKey: 'devices', quantity: 2, quoteId }, 200);
  await api.post(path('/add-ons'), { addOnKey: 'water', when: 'nextPeriod' }, 200);
  const packs = attachmentOf(await readSubscription(api, id), 'devices');
  await api.post<CommandAnswer>(path(`/add-ons/${packs.id}/remove`), { reason: 'too many' }, 200);
  const [change] = (await api.get<ListOf<{ readonly id: string }>>(path('/pending'))).data.slice(-1);
  await api.delete(path(`/pending/${change?.id}`), 200);
  await advanceTo(api, id, '2026-04-25T00:00:00Z');
  await api.post(path(`/add-ons/${packs.id}/remove`), { when: 'now' }, 200);
  await advanceTo(api, id, '2026-05-15T00:00:00Z');
  return toSubscriptionId(id);
}

interface Step {
  readonly state: Subscription;
  readonly decision: TimelineEntry;
  readonly command: Command | null;
}

async function decidedAgain({ state, decision, command }: Step): Promise<readonly SubscriptionEvent[]> {
  const { decidedAt: at, revision } = decision;
  if (at === null) throw new Error('the instant was kept');
  const facts = await gatherFacts(subscriptionReads(app.database), app.tenantId, { state, command });
  if (command === null) return state.stage === 'live' ? advance(state, { at, facts }).events : [];
  const decided = decide(state, command, { subscriptionId, revision: revision - 1, at, facts });
  if (!decided.ok) throw new Error(decided.error.message);
  return decided.value.events;
}

/** The state before each decision. */
const statesBefore = (): readonly Subscription[] =>
  history.map((_, index) =>
    evolveAll(
      initial,
      history.slice(0, index).flatMap(({ events }) => events),
    ),
  );

describe('a repeated decision', () => {
  it('gives the same events, for commands and due work', async () => {
    const states = statesBefore();
    for (const [index, decision] of history.entries()) {
      const state = states[index] ?? initial;
      expect(await decidedAgain({ state, decision, command: decision.command })).toEqual(decision.events);
    }
    expect(
      history.filter(({ command }) => command === null).map(({ due }) => due?.map(({ kind, thing }) => `${kind} ${thing}`)),
    ).toEqual([['renewal 1', `scheduledChange ${scheduledAttach()}`], ['renewal 2']]);
  });

  it('gives another outcome with another input: 3 packs on 18 March would have been 3 × 7.00 × 14/31 = 9.48', async () => {
    const index = history.findIndex(({ did }) => did === 'attachAddOn');
    const decision = history[index];
    const state = statesBefore()[index];
    if (decision?.command?.type !== 'attachAddOn' || state === undefined) throw new Error('the command was kept');
    const raised = async (quantity: string) =>
      (await decidedAgain({ state, decision, command: { ...decision.command, quantity } as Command })).flatMap((event) =>
        event.type === 'ChargeRaised' ? [event.line.amount.amount] : [],
      );
    expect([await raised('2'), await raised('3')]).toEqual([['6.32'], ['9.48']]);
    expect(decision.command).not.toHaveProperty('quoteId');
  });
});

const scheduledAttach = (): string | undefined =>
  history
    .flatMap(({ events }) => events)
    .flatMap((event) => (event.type === 'ChangeScheduled' && event.change.type === 'attachAddOn' ? [event.change.id] : []))[0];
