import { InvariantError } from '../../domain/invariant.ts';
import type { KeptCommand } from '../../domain/subscription/model/commands.ts';
import type { SubscriptionEvent } from '../../domain/subscription/model/events.ts';
import { soldVersionOf } from '../../domain/subscription/model/evolve.ts';
import type { EndedSubscription, LiveSubscription } from '../../domain/subscription/model/state.ts';

/** The current versions of states, events and commands. A change of their shape increments the version and adds an upcaster. */
export const stateVersion = 5;
export const eventsVersion = 4;
export const commandVersion = 1;

/** Converts a stored state to the current shape. Throws InvariantError for an unknown version. */
export function upcastState(version: number, json: unknown): LiveSubscription | EndedSubscription {
  if (version === 1) return upcastState(2, withBase(json as StateV1));
  if (version === 2) return upcastState(3, withSold(json as StateV3));
  if (version === 3) return upcastState(4, withStage(json as StateV3));
  if (version === 4) return withAttachments(json as StateV4);
  if (version !== stateVersion) throw new InvariantError(unknownVersion('state', version));
  return json as LiveSubscription | EndedSubscription;
}

/** Converts the stored events of a decision to the current shape. Throws InvariantError for an unknown version. */
export function upcastEvents(version: number, json: unknown): readonly SubscriptionEvent[] {
  if (version === 1) return upcastEvents(2, (json as readonly StateV1[]).map(withBase));
  if (version === 2) return upcastEvents(3, (json as readonly EventV2[]).map(withPolicies));
  if (version === 3) return (json as readonly EventV3[]).map(withAttachment);
  if (version !== eventsVersion) throw new InvariantError(unknownVersion('events', version));
  return json as readonly SubscriptionEvent[];
}

/** Converts the stored command of a decision to the current shape. Throws InvariantError for an unknown version. */
export function upcastCommand(version: number, json: unknown): KeptCommand {
  if (version !== commandVersion) throw new InvariantError(unknownVersion('command', version));
  return json as KeptCommand;
}

/** The fields of a state or event of version 1 that differ: every base was a plan, and everything was recurring. */
interface StateV1 {
  readonly terms?: Readonly<Record<string, unknown>> & { readonly order: readonly object[] };
  readonly addOns?: readonly object[];
  readonly addOn?: object;
  readonly pending?: readonly object[];
  readonly change?: object;
}

const withBase = ({ terms, addOns, addOn, pending, change, ...same }: StateV1): object => ({
  ...same,
  ...(terms === undefined ? {} : { terms: termsWithBase(terms) }),
  ...(addOns === undefined ? {} : { addOns: addOns.map(recurringAddOn) }),
  ...(addOn === undefined ? {} : { addOn: recurringAddOn(addOn) }),
  ...(pending === undefined ? {} : { pending: pending.map(withoutLinkPrices) }),
  ...(change === undefined ? {} : { change: withoutLinkPrices(change) }),
});

function termsWithBase({ planKey, planVersion, planVersionId, order, ...terms }: NonNullable<StateV1['terms']>): object {
  const base = { kind: 'plan', key: planKey, version: planVersion, versionId: planVersionId };
  return { ...terms, base, recurring: true, order: order.map(withoutLinkPrices) };
}

const recurringAddOn = (addOn: object): object => ({ ...withoutLinkPrices(addOn), recurring: true });

/** Adds the missing `linkVersionId` to what names a version of an add-on. */
const withoutLinkPrices = (named: object): object => ('versionId' in named ? { ...named, linkVersionId: null } : named);

/** Adds the missing version to unbilled lines. A line whose attachment has ended keeps its texts. */
function withSold(state: StateV3): StateV3 {
  if (state.phase === 'ended') return state;
  const { terms, addOns: attachments } = state;
  return {
    ...state,
    unbilled: state.unbilled.map((waiting) => ({ ...waiting, ...soldVersionOf({ terms, attachments }, waiting.line) })),
  };
}

/** The fields of version 4 that differ: the attachments were `addOns`. */
type LiveStateV4 = Omit<LiveSubscription, 'attachments'> & { readonly addOns: LiveSubscription['attachments'] };
type StateV4 = LiveStateV4 | EndedSubscription;

/** The fields of version 3 that differ: `phase` is a word for those of the plan. */
type StateV3 =
  | (Omit<LiveStateV4, 'stage'> & { readonly phase: 'running' })
  | (Omit<EndedSubscription, 'stage'> & { readonly phase: 'ended' });

function withStage(state: StateV3): StateV4 {
  if (state.phase === 'ended') {
    const { phase: _phase, ...ended } = state;
    return { stage: 'over', ...ended };
  }
  const { phase: _phase, ...live } = state;
  return { stage: 'live', ...live };
}

function withAttachments(state: StateV4): LiveSubscription | EndedSubscription {
  if (state.stage === 'over') return state;
  const { addOns: attachments, ...same } = state;
  return { ...same, attachments };
}

/** The fields of an event of version 2 that differ: only lines and scheduled changes had their policies. */
interface EventV2 {
  readonly type: string;
}

const decidedByPolicies = new Set([
  'SubscriptionCreated',
  'AddOnAttached',
  'AddOnQuantityChanged',
  'AddOnEnded',
  'ScheduledChangeCanceled',
  'SubscriptionEnded',
]);

const withPolicies = (event: EventV2): object => (decidedByPolicies.has(event.type) ? { ...event, policies: {} } : event);

/** The field of an event of version 3 that differs: `AddOnAttached` named its attachment `addOn`. */
type EventV3 =
  Exclude<SubscriptionEvent, Attached> | (Omit<Attached, 'attachment'> & { readonly addOn: Attached['attachment'] });
type Attached = Extract<SubscriptionEvent, { readonly type: 'AddOnAttached' }>;

function withAttachment(event: EventV3): SubscriptionEvent {
  if (event.type !== 'AddOnAttached') return event;
  const { addOn: attachment, ...same } = event;
  return { ...same, attachment };
}

const unknownVersion = (what: string, version: number): string =>
  `stored ${what} of version ${version} cannot be read: a newer release of the program wrote it`;
