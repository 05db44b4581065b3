import { InvariantError } from '../../domain/invariant.ts';
import type { KeptCommand } from '../../domain/subscription/model/commands.ts';
import type { SubscriptionEvent } from '../../domain/subscription/model/events.ts';
import { soldIn } from '../../domain/subscription/model/evolve.ts';
import type { EndedSubscription, LiveSubscription } from '../../domain/subscription/model/state.ts';

/** The current versions of states, events and commands. A change of their shape increments the version and adds an upcaster. */
export const stateVersion = 4;
export const eventsVersion = 3;
export const commandVersion = 1;

/** Converts a stored state to the current shape. Throws InvariantError for an unknown version. */
export function upcastState(version: number, json: unknown): LiveSubscription | EndedSubscription {
  if (version === 1) return upcastState(2, withBase(json as StateV1));
  if (version === 2) return upcastState(3, withSold(json as StateV3));
  if (version === 3) return withStage(json as StateV3);
  if (version !== stateVersion) throw new InvariantError(unknownVersion('state', version));
  return json as LiveSubscription | EndedSubscription;
}

/** Converts the stored events of a decision to the current shape. Throws InvariantError for an unknown version. */
export function upcastEvents(version: number, json: unknown): readonly SubscriptionEvent[] {
  if (version === 1) return upcastEvents(2, (json as readonly StateV1[]).map(withBase));
  if (version === 2) return (json as readonly EventV2[]).map(withPolicies) as unknown as readonly SubscriptionEvent[];
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
  return { ...state, unbilled: state.unbilled.map((waiting) => ({ ...waiting, ...soldIn(state, waiting.line) })) };
}

/** The field of a state of version 3 that differs: `phase` became `stage`. */
type StateV3 =
  | (Omit<LiveSubscription, 'stage'> & { readonly phase: 'running' })
  | (Omit<EndedSubscription, 'stage'> & { readonly phase: 'ended' });

function withStage(state: StateV3): LiveSubscription | EndedSubscription {
  if (state.phase === 'ended') {
    const { phase: _phase, ...ended } = state;
    return { stage: 'over', ...ended };
  }
  const { phase: _phase, ...live } = state;
  return { stage: 'live', ...live };
}

/** An event of version 2: only lines and scheduled changes stored their policies. */
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

const unknownVersion = (what: string, version: number): string =>
  `stored ${what} of version ${version} cannot be read: a newer release of the program wrote it`;
