import { sample } from 'fast-check';
import { attachmentStatusOf } from '../../src/domain/subscription/add-on/status.ts';
import { type Due, nextDue, dueItems } from '../../src/domain/subscription/life/due.ts';
import type { CommandType } from '../../src/domain/subscription/model/commands.ts';
import type { SubscriptionEvent } from '../../src/domain/subscription/model/events.ts';
import { evolve } from '../../src/domain/subscription/model/evolve.ts';
import { statusOf, type Subscription } from '../../src/domain/subscription/model/state.ts';
import { epochMs, instantAt, type Instant } from '../../src/domain/time/instant.ts';
import {
  startScenario,
  runScenario,
  policySettings,
  type RandomCommand,
  type ScenarioInput,
  scenarioInputs,
} from '../../test/domain/subscription/arbitrary-scenario.ts';
import { aCreate, advanceTo, cancel } from '../../test/support/builders/commands.ts';
import { execute, type Scenario, newScenario, advanceUntil } from '../../test/support/decider.ts';

/** Observations by name, in the order of their first occurrence. */
export type Seen = ReadonlyMap<string, ReadonlySet<string>>;

/** Observations of many random lives of subscriptions. The list is not complete: other transitions may exist. */
export interface Observations {
  readonly lives: number;
  /** The events of each command. */
  readonly commands: Seen;
  /** The events of instants at which things of only one kind were due. */
  readonly dues: Seen;
  /** The fields of the state that an event changed, except the own time. */
  readonly changes: Seen;
  /** The commands and due things of each transition of status, such as `trial --> active`. */
  readonly statuses: Seen;
  readonly addOnStatuses: Seen;
}

const lives = 160;
const dayMs = 86_400_000;
const later = (at: Instant, days: number): Instant => instantAt(epochMs(at) + days * dayMs);

/** Runs the random lives of the property tests with a fixed seed, and observes each command and due instant. */
export function observeLives(): Observations {
  const notes = createNotes();
  for (const input of sample(scenarioInputs(policySettings), { seed: 1, numRuns: lives })) {
    lead(input, notes);
    order(input, notes);
  }
  return { lives, ...notes.seen };
}

const commandOf: Readonly<Record<RandomCommand['kind'], CommandType>> = {
  attach: 'attachAddOn',
  quantity: 'changeAddOnQuantity',
  remove: 'removeAddOn',
  cancelPending: 'cancelPendingChange',
  cancel: 'cancel',
};

/** Runs a life with its commands, and cancels it some weeks later. */
function lead(input: ScenarioInput, notes: Notes): void {
  let reached = notes.decided('create', newScenario(input.facts), startScenario(input));
  let executed = 0;
  const noteCommand = (scenario: Scenario): void => {
    const command = input.commands[executed - 1];
    if (command !== undefined && scenario !== reached) notes.decided(commandOf[command.kind], reached, scenario);
  };
  const { scenario, now } = runScenario(input, (before, to) => {
    noteCommand(before);
    executed += 1;
    reached = passTime(before, to, notes);
    return reached;
  });
  noteCommand(scenario);
  const end = later(now, 45);
  const last = passTime(scenario, end, notes);
  if (last.state.stage === 'live') notes.decided('cancel', last, execute(last, cancel({ when: 'now' }), end));
}

/** Runs a subscription that is ordered two days before its start, and one whose clock is moved by a minute. */
function order({ facts, cadence, timeZone, startAt }: ScenarioInput, notes: Notes): void {
  const notCreated = newScenario(facts);
  const create = aCreate({ cadence, timeZone, startAt });
  passTime(notes.decided('create', notCreated, execute(notCreated, create, later(startAt, -2))), startAt, notes);
  const sandbox = execute(notCreated, { ...create, clock: 'sandbox' }, startAt);
  notes.decided('advanceClock', sandbox, execute(sandbox, advanceTo(instantAt(epochMs(startAt) + 60_000)), startAt));
}

function passTime(scenario: Scenario, to: Instant, notes: Notes): Scenario {
  let current = scenario;
  for (let due = nextDue(current.state); due !== null && due.at <= to; due = nextDue(current.state)) {
    current = notes.passed(due, current, advanceUntil(current, due.at));
  }
  return current;
}

interface Notes {
  readonly seen: Omit<Observations, 'lives'>;
  /** Both return `next`. */
  readonly decided: (command: CommandType, before: Scenario, next: Scenario) => Scenario;
  readonly passed: (due: Due, before: Scenario, next: Scenario) => Scenario;
}

function createNotes(): Notes {
  const [commands, dues, changes] = [noting(), noting(), noting()];
  const [subscriptionSteps, addOnSteps] = [noting(), noting()];
  const noteStep = (cause: string, before: Scenario, next: Scenario): void => {
    for (const { field, type } of changesIn(before.state, next.last)) changes.note(type, field);
    for (const name of transition(statusName(before.state), statusName(next.state))) subscriptionSteps.note(name, cause);
    for (const name of addOnTransitions(before.state, next)) addOnSteps.note(name, cause);
  };
  return {
    seen: {
      commands: commands.names,
      dues: dues.names,
      changes: changes.names,
      statuses: subscriptionSteps.names,
      addOnStatuses: addOnSteps.names,
    },
    decided(command, before, next) {
      noteStep(command, before, next);
      for (const { type } of next.last) commands.note(command, type);
      return next;
    },
    passed({ kind, at }, before, next) {
      noteStep(`due: ${kind}`, before, next);
      const things = before.state.stage === 'live' ? dueItems(before.state, at) : [];
      if (things.every((thing) => thing.kind === kind)) for (const { type } of next.last) dues.note(kind, type);
      return next;
    },
  };
}

function noting(): { readonly names: Seen; readonly note: (name: string, what: string) => void } {
  const names = new Map<string, Set<string>>();
  return {
    names,
    note: (name, what) => {
      names.set(name, (names.get(name) ?? new Set()).add(what));
    },
  };
}

/** The fields that each event changes, except `at`. The first event creates all of them. */
function changesIn(state: Subscription, events: readonly SubscriptionEvent[]) {
  const changes: { readonly type: SubscriptionEvent['type']; readonly field: string }[] = [];
  events.reduce((before, event) => {
    const next = evolve(before, event);
    changes.push(...changedFields(before, next).map((field) => ({ type: event.type, field })));
    return next;
  }, state);
  return changes;
}

function changedFields(before: Subscription, next: Subscription): readonly string[] {
  if (before.stage !== 'live' || next.stage !== 'live') return before.stage === next.stage ? [] : [next.stage];
  const former = new Map(Object.entries(before).map(([field, value]) => [field, JSON.stringify(value)]));
  return Object.entries(next).flatMap(([field, value]) =>
    field === 'at' || former.get(field) === JSON.stringify(value) ? [] : [field],
  );
}

const statusName = (state: Subscription): string => (state.stage === 'new' ? '[*]' : statusOf(state));

const transition = (from: string, to: string): readonly string[] => (from === to ? [] : [`${from} --> ${to}`]);

/** The transitions of each add-on that exists before or after a step, and of each scheduled attach. */
function addOnTransitions(before: Subscription, next: Scenario): readonly string[] {
  const from = addOnStatuses(before);
  const to = addOnStatuses(next.state);
  const attached = next.last.find((event) => event.type === 'AddOnAttached')?.attachment.id;
  const applied = next.last.flatMap((event) => (event.type === 'ScheduledChangeApplied' ? [event.changeId] : []));
  const ended: ReadonlyMap<string, string> = new Map(
    next.last.flatMap((event) => (event.type === 'AddOnEnded' ? [[event.attachmentId, event.ending]] : [])),
  );
  const begins = (id: string): string => (id === attached && applied.length > 0 ? 'scheduled' : '[*]');
  return [...new Set([...from.keys(), ...to.keys(), ...ended.keys()])].flatMap((id) => {
    const gone = applied.includes(id) ? (from.get(id) ?? '') : '[*]';
    return transition(from.get(id) ?? begins(id), to.get(id) ?? ended.get(id) ?? gone);
  });
}

/** Statuses by id: that of the change for a scheduled attach, otherwise that of the attachment. */
function addOnStatuses(state: Subscription): ReadonlyMap<string, string> {
  if (state.stage !== 'live') return new Map();
  return new Map([
    ...state.attachments.map(({ id }) => [id, attachmentStatusOf(state, { id, ending: null })] as const),
    ...state.pending.flatMap(({ id, type }) => (type === 'attachAddOn' ? [[id, 'scheduled'] as const] : [])),
  ]);
}
