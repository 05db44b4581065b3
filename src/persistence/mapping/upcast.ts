import { InvariantError } from '../../domain/invariant.ts';
import type { KeptCommand } from '../../domain/subscription/model/commands.ts';
import type { SubscriptionEvent } from '../../domain/subscription/model/events.ts';
import { soldIn } from '../../domain/subscription/model/evolve.ts';
import type { Ended, Running } from '../../domain/subscription/model/state.ts';

/** The versions in which states, events and commands are written. A change of their shape counts them up and adds an upcaster. */
export const stateVersion = 3;
export const eventsVersion = 3;
export const commandVersion = 1;

/** A stored state in today's shape. Throws InvariantError for a version that this program does not know. */
export function upcastState(version: number, json: unknown): Running | Ended {
  if (version === 1) return upcastState(2, withBase(json as First));
  if (version === 2) return withSold(json as Running | Ended);
  if (version !== stateVersion) throw new InvariantError(unknownVersion('state', version));
  return json as Running | Ended;
}

/** The stored events of a decision in today's shape. Throws InvariantError for a version that this program does not know. */
export function upcastEvents(version: number, json: unknown): readonly SubscriptionEvent[] {
  if (version === 1) return upcastEvents(2, (json as readonly First[]).map(withBase));
  if (version === 2) return (json as readonly Second[]).map(withPolicies) as unknown as readonly SubscriptionEvent[];
  if (version !== eventsVersion) throw new InvariantError(unknownVersion('events', version));
  return json as readonly SubscriptionEvent[];
}

/** The stored command of a decision in today's shape. Throws InvariantError for a version that this program does not know. */
export function upcastCommand(version: number, json: unknown): KeptCommand {
  if (version !== commandVersion) throw new InvariantError(unknownVersion('command', version));
  return json as KeptCommand;
}

/** What version 1 held of a state or an event, as far as it differs: every base was a plan, and all that was sold recurred. */
interface First {
  readonly terms?: Readonly<Record<string, unknown>> & { readonly order: readonly object[] };
  readonly addOns?: readonly object[];
  readonly addOn?: object;
  readonly pending?: readonly object[];
  readonly change?: object;
}

const withBase = ({ terms, addOns, addOn, pending, change, ...same }: First): object => ({
  ...same,
  ...(terms === undefined ? {} : { terms: termsWithBase(terms) }),
  ...(addOns === undefined ? {} : { addOns: addOns.map(recurringAddOn) }),
  ...(addOn === undefined ? {} : { addOn: recurringAddOn(addOn) }),
  ...(pending === undefined ? {} : { pending: pending.map(withoutLinkPrices) }),
  ...(change === undefined ? {} : { change: withoutLinkPrices(change) }),
});

function termsWithBase({ planKey, planVersion, planVersionId, order, ...terms }: NonNullable<First['terms']>): object {
  const base = { kind: 'plan', key: planKey, version: planVersion, versionId: planVersionId };
  return { ...terms, base, recurring: true, order: order.map(withoutLinkPrices) };
}

const recurringAddOn = (addOn: object): object => ({ ...withoutLinkPrices(addOn), recurring: true });

/** Whatever names the version of an add-on; other changes do not. */
const withoutLinkPrices = (named: object): object => ('versionId' in named ? { ...named, linkVersionId: null } : named);

/** A line that waits did not name its version; the attachment that it is of may be gone, then it keeps the texts that it has. */
function withSold(state: Running | Ended): Running | Ended {
  if (state.phase === 'ended') return state;
  return { ...state, unbilled: state.unbilled.map((waiting) => ({ ...waiting, ...soldIn(state, waiting.line) })) };
}

/** What version 2 held of an event, as far as it differs: only lines and scheduled changes said what policies they were made by. */
interface Second {
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

const withPolicies = (event: Second): object => (decidedByPolicies.has(event.type) ? { ...event, policies: {} } : event);

const unknownVersion = (what: string, version: number): string =>
  `stored ${what} of version ${version} cannot be read: a newer release of the program wrote it`;
