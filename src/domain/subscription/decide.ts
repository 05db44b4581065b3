import { accepted, type Result } from '../refusal.ts';
import { revisionMismatch } from '../refusals/requests.ts';
import { subscriptionAlreadyExists, subscriptionEnded, subscriptionNotFound } from '../refusals/subscriptions.ts';
import type { Instant } from '../time/instant.ts';
import { advanceTo } from './life/advance.ts';
import { carryOut } from './life/carry-out.ts';
import { advanceClock } from './life/advance-clock.command.ts';
import { attachAddOn } from './add-on/attach.command.ts';
import { cancelSubscription } from './life/cancel.command.ts';
import { cancelPendingChange } from './life/unschedule.command.ts';
import { changeAddOnQuantity } from './add-on/quantity.command.ts';
import type { Change } from './model/change.ts';
import type { Command, CommandsOnExisting } from './model/commands.ts';
import { createSubscription } from './life/create.command.ts';
import type { Decision, DecisionContext, Handler } from './model/decision.ts';
import { checkQuote } from './outcome/quote.ts';
import { refuseCustomerPolicies } from './model/permissions.ts';
import { recorderFrom, type Recorder } from './model/recorder.ts';
import { removeAddOn } from './add-on/remove.command.ts';
import { enterPeriodAt } from './life/renew.effect.ts';
import type { EndedSubscription, Subscription } from './model/state.ts';

/**
 * Decides a command. Everything due up to `at` is done first, each at its own instant (semantics §3). A refusal returns no events: what was
 * due stays due.
 */
export function decide(state: Subscription, command: Command, context: DecisionContext): Result<Decision> {
  const { expectedRevision } = command;
  if (expectedRevision !== undefined && expectedRevision !== context.revision) {
    return revisionMismatch({ kind: 'subscription', revision: context.revision, expected: expectedRevision });
  }
  const permitted = refuseCustomerPolicies(command);
  if (!permitted.ok) return permitted;
  if (command.type === 'create') return create(state, command, context);
  if (state.stage === 'new') return subscriptionNotFound(context);
  if (state.stage === 'over') return decideEnded(state, command);
  const recorder = recorderFrom(state, context.facts);
  advanceTo(recorder, context.at);
  if (recorder.ended) return subscriptionEnded({ endedAt: recorder.events.at(-1)?.at ?? context.at });
  if (command.type !== 'advanceClock') enterPeriodAt(recorder, context.at);
  const change = handlerOf(command.type)(recorder.state, command, context);
  return change.ok ? carryOutQuoted(recorder, change.value, { ...context, command }) : change;
}

/** Carries out a change. Refuses `quote_stale` if its events differ from the quote of the command. */
function carryOutQuoted(
  recorder: Recorder,
  change: Change,
  { at, command }: { readonly at: Instant; readonly command: Command },
): Result<Decision> {
  const dueCount = recorder.events.length;
  const attachmentId = carryOut(recorder, at, change);
  const { events, after } = recorder;
  const stale = command.quoteId && checkQuote(command.quoteId, events.slice(dueCount));
  return stale || accepted({ events, after, attachmentId });
}

/** A sandbox clock may be moved past the end of the subscription, without events; other commands are refused. */
const decideEnded = (state: EndedSubscription, command: Command): Result<Decision> =>
  command.type === 'advanceClock' && state.terms.clock === 'sandbox' && command.to >= state.endedAt
    ? accepted({ events: [], after: state, attachmentId: null })
    : subscriptionEnded({ endedAt: state.endedAt });

function create(
  state: Subscription,
  command: Extract<Command, { readonly type: 'create' }>,
  context: DecisionContext,
): Result<Decision> {
  if (state.stage !== 'new') return subscriptionAlreadyExists(context);
  const created = createSubscription(command, context);
  return created.ok ? carryOutQuoted(recorderFrom(state, context.facts), created.value, { ...context, command }) : created;
}

/** The handler of each command on an existing subscription. A command without one does not compile. */
const handlers: { readonly [T in keyof CommandsOnExisting]: Handler<CommandsOnExisting[T]> } = {
  attachAddOn,
  changeAddOnQuantity,
  removeAddOn,
  cancelPendingChange,
  cancel: cancelSubscription,
  advanceClock,
};

const handlerOf = <T extends keyof CommandsOnExisting>(type: T): Handler<CommandsOnExisting[T]> => handlers[type];
