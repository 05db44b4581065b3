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
import { dueBy, type RunState, tellOperators } from './run-state.ts';
import { decideRequest, type RequestInput, serveDue } from './serve-due.ts';

/** A command while it is served. */
interface Served {
  readonly request: Pick<RequestInput, 'requestId' | 'requestHash'> & { readonly command: Command };
  /** For the operator. */
  readonly summary: string;
  /** Whether it takes back what was scheduled while something due fails: that may be what fails, so nothing is done before it. */
  readonly isAheadOfDue: boolean;
  /** What is due up to this instant is done before it. */
  readonly upTo: Instant;
}

/** Serves a command: has it checked where something is due before it, does what is due, has it decided, and answers it. */
export async function serveCommand(state: RunState, entry: InboxEntry): Promise<void> {
  const served = servedOf(state, entry);
  // No timer tries again in a sandbox: there the next move of the clock does.
  if (state.stuck !== null && state.known?.clock === 'wall' && dueBy(state, served.upTo) !== null)
    entry.outcome = refuse(state, subscriptionStuck(state.stuck).error);
  else entry.outcome = (await answerBeforeDue(state, served)) ?? (await decideAfterDue(state, served));
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

/** The answer that a command already has where something is due before it: it is refused, or was decided before. */
async function answerBeforeDue(state: RunState, served: Served): Promise<Outcome | null> {
  if (dueBy(state, served.upTo) === null || !patched('adr-0034')) return null;
  const { tenantId, subscriptionId } = state;
  const input = { tenantId, subscriptionId, ...served.request, at: ownTime(state, served) };
  const checked = await checkBy(input, served.summary);
  if (checked.result === 'acceptable') return null;
  if (checked.result === 'refused') state.lastRefusal = checked.error;
  tellOperators(state);
  return checked;
}

/** Does what is due before a command and then has it decided. What is due and fails refuses it. */
async function decideAfterDue(state: RunState, served: Served): Promise<Outcome> {
  const { request, summary, isAheadOfDue, upTo } = served;
  const { command } = request;
  const revision = state.known?.revision;
  // A run from before the check must not move the clock for a command that will be refused.
  const isExpected = command.expectedRevision === undefined || command.expectedRevision === revision;
  const heldUp = isExpected ? await serveDue(state, upTo) : null;
  if (heldUp !== null) return refuse(state, heldUp);
  const isMoved = state.known?.revision !== revision;
  const input = {
    ...request,
    afterRevision: revision ?? 0,
    at: ownTime(state, served),
    command: isMoved ? withoutConditions(command) : command,
  };
  const outcome = await decideRequest(state, commands[command.type].activity, { input, summary });
  if (isAheadOfDue) state.isRetryAsked = state.stuck !== null;
  return outcome;
}

function refuse(state: RunState, error: Refusal): Outcome {
  state.lastRefusal = error;
  tellOperators(state);
  return { result: 'refused', error };
}

/** The subscription's time at which a command is checked and decided. */
const ownTime = ({ known }: RunState, { isAheadOfDue }: Served): Instant =>
  known !== null && (known.clock === 'sandbox' || isAheadOfDue) ? known.at : nowInWorkflow();

/** Real time passes for a command as it does for the subscription; a sandbox clock moves only by command. */
function commandTime({ known }: RunState, command: Command): Instant {
  if (known?.clock !== 'sandbox') return nowInWorkflow();
  return command.type === 'advanceClock' && isWithinReach(known.at, command.to) ? command.to : known.at;
}

/** Ten years and some days: what is farther, or no instant at all, is refused by the decision. */
const farthestMs = 3654 * 86_400_000;

const isWithinReach = (from: Instant, to: unknown): boolean => {
  if (typeof to !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(to)) return false;
  return Date.parse(to) - Date.parse(from) <= farthestMs;
};

/**
 * Revision and, for a clock that is moved, the quote were checked before what was due: what this command itself made happen on its
 * way is no reason to refuse it. The quote of any other command is about the command alone.
 */
function withoutConditions(command: Command): Command {
  const unconditional = { ...command };
  delete unconditional.expectedRevision;
  if (unconditional.type === 'advanceClock') delete unconditional.quoteId;
  return unconditional;
}
