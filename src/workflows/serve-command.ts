import { patched } from '@temporalio/workflow';
import { commands } from '../contracts/commands.ts';
import type { Outcome } from '../contracts/messages.ts';
import type { Refusal } from '../domain/refusal.ts';
import { subscriptionStuck } from '../domain/refusals/subscriptions.ts';
import type { Command } from '../domain/subscription/model/commands.ts';
import type { Instant } from '../domain/time/instant.ts';
import { checkBy } from './activity-proxies.ts';
import { nowInWorkflow } from './clock.ts';
import type { InboxEntry } from './inbox.ts';
import { dueBy, type RunState, showDetails } from './run-state.ts';
import { decideRequest, type RequestInput, serveDue } from './serve-due.ts';

/** A command that is being served. */
interface Served {
  readonly request: Pick<RequestInput, 'requestId' | 'requestHash'> & { readonly command: Command };
  /** For operators, in the history. */
  readonly summary: string;
  /** Whether it cancels a scheduled change while the subscription is stuck. That change may be what fails, so nothing due is done first. */
  readonly isAheadOfDue: boolean;
  /** What is due up to this instant is done first. */
  readonly upTo: Instant;
}

/** Serves a command: checks it if something is due first, does what is due, has the command decided, and answers it. */
export async function serveCommand(state: RunState, entry: InboxEntry): Promise<void> {
  const served = servedOf(state, entry);
  // A sandbox has no timer for the retry: there a command retries.
  if (state.stuck !== null && state.known?.clock === 'wall' && dueBy(state, served.upTo) !== null)
    entry.outcome = refuse(state, subscriptionStuck(state.stuck).error);
  else entry.outcome = (await checkBeforeDue(state, served)) ?? (await decideAfterDue(state, served));
}

function servedOf(state: RunState, { message }: InboxEntry): Served {
  const { known, stuck } = state;
  const { requestId, requestHash = '', command } = message;
  const isAheadOfDue = stuck !== null && command.type === 'cancelPendingChange';
  return {
    request: { requestId, requestHash, command },
    summary: `${command.type} by ${command.actor === 'customer' ? 'customer' : 'admin'}`,
    isAheadOfDue,
    upTo: isAheadOfDue && known !== null ? known.at : commandTime(state, command),
  };
}

/** The answer of a command that is refused or already decided, if something is due first; otherwise null (ADR 0034). */
async function checkBeforeDue(state: RunState, served: Served): Promise<Outcome | null> {
  if (dueBy(state, served.upTo) === null || !patched('adr-0034')) return null;
  const { tenantId, subscriptionId } = state;
  const input = { tenantId, subscriptionId, ...served.request, at: decisionTime(state, served) };
  const checked = await checkBy(input, served.summary);
  if (checked.result === 'acceptable') return null;
  if (checked.result === 'refused') state.lastRefusal = checked.error;
  showDetails(state);
  return checked;
}

/** Does what is due first and then has the command decided. Refuses the command if something due fails. */
async function decideAfterDue(state: RunState, served: Served): Promise<Outcome> {
  const { request, summary, isAheadOfDue, upTo } = served;
  const { command } = request;
  const revision = state.known?.revision;
  // A run without the check (before ADR 0034) must not advance the clock for a command that will be refused.
  const isExpected = command.expectedRevision === undefined || command.expectedRevision === revision;
  const heldUp = isExpected ? await serveDue(state, upTo) : null;
  if (heldUp !== null) return refuse(state, heldUp);
  const isMoved = state.known?.revision !== revision;
  const input = {
    ...request,
    afterRevision: revision ?? 0,
    at: decisionTime(state, served),
    command: isMoved ? withoutConditions(command) : command,
  };
  const outcome = await decideRequest(state, commands[command.type].activity, { input, summary });
  if (isAheadOfDue) state.isRetryAsked = state.stuck !== null;
  return outcome;
}

function refuse(state: RunState, error: Refusal): Outcome {
  state.lastRefusal = error;
  showDetails(state);
  return { result: 'refused', error };
}

/** The subscription's time for the check and the decision. */
const decisionTime = ({ known }: RunState, { isAheadOfDue }: Served): Instant =>
  known !== null && (known.clock === 'sandbox' || isAheadOfDue) ? known.at : nowInWorkflow();

/** The instant up to which the command makes things due: now in real time; in a sandbox, where `advanceClock` moves the clock to. */
function commandTime({ known }: RunState, command: Command): Instant {
  if (known?.clock !== 'sandbox') return nowInWorkflow();
  return command.type === 'advanceClock' && isWithinReach(known.at, command.to) ? command.to : known.at;
}

/** Ten years and some days. The decision refuses what is farther, and what is not an instant. */
const maxAdvanceMs = 3654 * 86_400_000;

const isWithinReach = (from: Instant, to: unknown): boolean => {
  if (typeof to !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(to)) return false;
  return Date.parse(to) - Date.parse(from) <= maxAdvanceMs;
};

/**
 * Removes the conditions that were checked before what was due: the revision and, for `advanceClock`, the quote. What the command itself
 * made fall due must not refuse it. The quote of any other command covers the command alone.
 */
function withoutConditions(command: Command): Command {
  const unconditional = { ...command };
  delete unconditional.expectedRevision;
  if (unconditional.type === 'advanceClock') delete unconditional.quoteId;
  return unconditional;
}
