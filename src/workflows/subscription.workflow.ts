import { defineSearchAttributeKey } from '@temporalio/common';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { commands, dueActivities } from '../contracts/commands.ts';
import {
  type Applied,
  type DecisionInput,
  type NextWake,
  type Outcome,
  pendingQuery,
  retrySignal,
  stateQuery,
} from '../contracts/messages.ts';
import type { Command } from '../domain/subscription/model/commands.ts';
import type { Refusal } from '../domain/refusal.ts';
import { subscriptionStuck } from '../domain/refusals/subscriptions.ts';
import type { Instant } from '../domain/time/instant.ts';
import { checkBy, decideBy } from './activity-proxies.ts';
import { type CancellationRequest, watchCancellation } from './cancellation.ts';
import { nowInWorkflow } from './clock.ts';
import { openInbox, type InboxEntry } from './inbox.ts';
import { operatorDetails } from './operator-details.ts';
import {
  crowdedAt,
  eventsPerBudget,
  inboxCapacity,
  type Known,
  type Stuck,
  type SubscriptionRun,
  type SubscriptionRunResult,
} from '../contracts/workflow.ts';
import { retryWake, stuckAfter } from './stuck.ts';
import { createWake } from './wake.ts';

const statusAttribute = defineSearchAttributeKey('AnnexStatus', 'KEYWORD');

/** One request as an activity gets it, but for the subscription that it is for. */
type RequestInput = Pick<DecisionInput, 'requestId' | 'requestHash' | 'at' | 'command' | 'afterRevision'>;

/**
 * The life of one subscription: its only writer and the owner of its timer. It decides nothing. It waits for a command or for
 * the next due instant, has that decided in one activity, answers, and sets its timer again (ADR 0001).
 */
export async function subscriptionWorkflow(run: SubscriptionRun): Promise<SubscriptionRunResult> {
  const cancellation = watchCancellation(workflowInfo().runId);
  return CancellationScope.nonCancellable(() => live(run, cancellation));
}

async function live(run: SubscriptionRun, cancellation: CancellationRequest): Promise<SubscriptionRunResult> {
  const { tenantId, subscriptionId } = run;
  const { inbox: carried = [], stuck: carriedStuck = null, ...carriedOver } = run;
  const isCrowded = (): boolean => {
    const { historyLength, historySize, continueAsNewSuggested } = workflowInfo();
    const { events, bytes } = crowdedAt(run.budget);
    return historyLength >= events || historySize >= bytes || continueAsNewSuggested;
  };
  const inbox = openInbox({ carried, isClosing: isCrowded });
  const wake = createWake(run.wakeDelayMs);
  let known: Known | null = run.known;
  let { shownStatus } = run;
  let lastRefusal: Refusal | null = null;
  let stuck: Stuck | null = carriedStuck;
  let isRetryAsked = false;
  let served = 0;
  let inARow = 0;

  setHandler(stateQuery, () => ({
    subscriptionId,
    status: known?.status ?? 'creating',
    revision: known?.revision ?? 0,
    clock: known?.clock ?? 'wall',
    at: known?.at ?? null,
    nextWake: known?.nextWake ?? null,
    lastDid: known?.summary ?? '',
  }));
  setHandler(retrySignal, () => {
    isRetryAsked = stuck !== null;
  });
  setHandler(pendingQuery, () => ({
    nextWake: known?.nextWake ?? null,
    inbox: inbox.waiting.map(({ message }) => ({ requestId: message.requestId, type: message.command.type })),
  }));

  const learn = ({ revision, status, at, nextWake, customerId, planKey, clock, ...did }: Applied): void => {
    // What changed nothing is not worth telling: the summary stays that of the last change.
    const summary = known?.revision === revision ? known.summary : did.summary;
    // The mark in the database holds at its revision: a decision ends it.
    if (known?.revision !== revision) stuck = null;
    known = { revision, status, at, nextWake, summary, customerId, planKey, clock };
    showStatus(stuck === null ? status : 'stuck');
  };
  const showStatus = (status: NonNullable<SubscriptionRun['shownStatus']>): void => {
    if (status !== shownStatus) upsertSearchAttributes([{ key: statusAttribute, value: status }]);
    shownStatus = status;
  };
  const tellOperators = (): void => {
    if (known !== null) setCurrentDetails(operatorDetails(subscriptionId, { known, lastRefusal, stuck }));
  };
  const decideWith = async (name: Parameters<typeof decideBy>[0], input: RequestInput, summary: string): Promise<Outcome> => {
    const outcome = await decideBy(name, { tenantId, subscriptionId, ...input }, summary);
    if (outcome.result === 'applied') learn(outcome);
    else lastRefusal = outcome.error;
    tellOperators();
    served += 1;
    return outcome;
  };

  const setStuck = (value: Stuck | null): void => {
    stuck = value;
    if (known !== null) showStatus(value === null ? known.status : 'stuck');
    tellOperators();
  };
  /**
   * Does what is due up to an instant, each due instant in a transaction of its own. What fails by its nature holds up all that comes
   * after it: then this answers why (ADR 0058).
   */
  const serveDue = async (upTo: Instant): Promise<Refusal | null> => {
    for (let next = dueBy(known, upTo); next !== null; next = dueBy(known, upTo)) {
      const { at, kind, summary } = next;
      const input = { requestId: wakeId(next), requestHash: '', at, command: null };
      const outcome = await decideWith(dueActivities[kind], input, summary);
      if (outcome.result === 'refused') {
        const failed = stuckAfter(stuck, { next, error: outcome.error, now: nowInWorkflow() });
        setStuck(failed);
        return subscriptionStuck(failed).error;
      }
      if (stuck !== null) setStuck(null);
    }
    return null;
  };
  /** Tries what is due and failed once more, before its time. */
  const retry = async ({ dueAt }: Stuck): Promise<void> => {
    const now = nowInWorkflow();
    const isReal = known?.clock === 'wall';
    if ((await serveDue(isReal && now > dueAt ? now : dueAt)) === null) setStuck(null);
  };
  const refuse = (entry: InboxEntry, error: Refusal): void => {
    lastRefusal = error;
    tellOperators();
    entry.outcome = { result: 'refused', error };
  };
  /** The answer that a command already has where something is due before it: it is refused, or was decided before. */
  const answerBeforeDue = async (input: RequestInput, upTo: Instant, summary: string): Promise<Outcome | null> => {
    if (dueBy(known, upTo) === null || !patched('adr-0034')) return null;
    const checked = await checkBy({ tenantId, subscriptionId, ...input }, summary);
    if (checked.result === 'acceptable') return null;
    if (checked.result === 'refused') lastRefusal = checked.error;
    tellOperators();
    return checked;
  };
  const serveCommand = async (entry: InboxEntry): Promise<void> => {
    const { requestId, requestHash = '', command } = entry.message;
    const summary = `${command.type} by ${command.actor === 'customer' ? 'customer' : 'admin'}`;
    const revision = known?.revision;
    // Who takes back what was scheduled may take back what fails.
    const isTimeless = stuck !== null && command.type === 'cancelPendingChange';
    const upTo = isTimeless && known !== null ? known.at : commandTime(known, command);
    // No timer tries again in a sandbox: there the next move of the clock does.
    if (stuck !== null && known?.clock === 'wall' && dueBy(known, upTo) !== null) {
      refuse(entry, subscriptionStuck(stuck).error);
      return;
    }
    const request = { requestId, requestHash, command };
    const ownTime = (): Instant => (known !== null && (known.clock === 'sandbox' || isTimeless) ? known.at : nowInWorkflow());
    entry.outcome = await answerBeforeDue({ ...request, at: ownTime() }, upTo, summary);
    if (entry.outcome !== null) return;
    // A run from before the check must not move the clock for a command that will be refused.
    const isExpected = command.expectedRevision === undefined || command.expectedRevision === revision;
    const heldUp = isExpected ? await serveDue(upTo) : null;
    if (heldUp !== null) {
      refuse(entry, heldUp);
      return;
    }
    const isMoved = known?.revision !== revision;
    const afterRevision = revision ?? 0;
    const input = { ...request, afterRevision, at: ownTime(), command: isMoved ? withoutConditions(command) : command };
    entry.outcome = await decideWith(commands[command.type].activity, input, summary);
    if (isTimeless) isRetryAsked = stuck !== null;
  };

  const isOver = (): boolean => known !== null && known.nextWake === null && isEnded(known);
  const isSpent = (): boolean => {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    return served >= run.budget || historyLength >= eventsPerBudget * run.budget || continueAsNewSuggested;
  };

  /** Whether what waits can go to the next run: nobody awaits an answer in this one, and it is little enough for an input. */
  const maySplit = (): boolean =>
    !hasFinished() &&
    allHandlersFinished() &&
    inbox.waiting.length <= inboxCapacity &&
    JSON.stringify(inbox.waiting).length <= largestInput &&
    patched('adr-0003');
  // Before its creation there is nothing to cancel: the request waits for it.
  const isToCancel = (): boolean => cancellation.isWaiting && known !== null;
  const hasFinished = (): boolean => isOver() || (known === null && served > 0);
  tellOperators();
  for (;;) {
    wake.arm(wakeOf(known, stuck));
    await condition(
      () =>
        inbox.waiting.length > 0 || wake.dueUpTo !== null || isToCancel() || hasFinished() || (isRetryAsked && stuck !== null),
    );
    if (isToCancel()) inbox.put(cancellation.take());
    const entry = inbox.take();
    const dueUpTo = wake.dueUpTo;
    if (entry !== undefined) await serveCommand(entry);
    else if (isRetryAsked && stuck !== null) {
      isRetryAsked = false;
      await retry(stuck);
    } else if (dueUpTo !== null) await serveDue(dueUpTo);
    inARow = entry !== undefined && inbox.waiting.length > 0 ? inARow + 1 : 0;
    if (inARow === mostInARow && patched('adr-0004')) await endWorkflowTask();
    inARow %= mostInARow;
    if (!hasFinished() && !isSpent()) continue;
    // Callers get their answers first; what arrives meanwhile is served before the run ends.
    await condition(() => allHandlersFinished() || inbox.waiting.length > 0);
    if (isToCancel() || (inbox.waiting.length > 0 && !(isCrowded() && maySplit()))) continue;
    if (known === null) return { refused: lastRefusal };
    if (isOver()) return { ended: known };
    wake.cancel();
    const left = inbox.waiting.map(({ message }) => message);
    const next = { ...carriedOver, known, shownStatus, ...(stuck === null ? {} : { stuck }) };
    await continueAsNew<typeof subscriptionWorkflow>(left.length === 0 ? next : { ...next, inbox: left });
  }
}

/**
 * Commands that are served in one workflow task. While a task lasts, the server holds Signals back, 100 at most: then it gives the
 * task up, and a worker that has the run in its cache may not see all of what it held back (ADR 0044).
 */
const mostInARow = 10;

/** What was held back arrives with the next task, which the shortest timer asks for. */
const endWorkflowTask = (): Promise<void> => sleep(1, { summary: 'takes what has arrived' });

/** Characters of carried commands: far below the 2 MB that the server takes as one input. */
const largestInput = 500_000;

/** Real time passes for a command as it does for the subscription; a sandbox clock moves only by command. */
const commandTime = (known: Known | null, command: Command): Instant => {
  if (known?.clock !== 'sandbox') return nowInWorkflow();
  return command.type === 'advanceClock' && isWithinReach(known.at, command.to) ? command.to : known.at;
};

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
function withoutConditions({ expectedRevision: _checked, ...command }: Command): Command {
  if (command.type !== 'advanceClock') return command as Command;
  const { quoteId: _kept, ...move } = command;
  return move;
}

/** What a run sets its timer for: the next wake, or the next try of one that failed. A sandbox has no timer. */
function wakeOf(known: Known | null, stuck: Stuck | null): NextWake | null {
  if (known?.clock !== 'wall') return null;
  return stuck !== null && known.nextWake !== null ? retryWake(known.nextWake, stuck) : known.nextWake;
}

const dueBy = (known: Known | null, upTo: Instant): NextWake | null =>
  known?.nextWake && known.nextWake.at <= upTo ? known.nextWake : null;

/** The request id of a wake names the thing that is due, so that two of a kind at one instant are apart. */
const wakeId = ({ kind, thing, at }: NextWake): string => ['due', kind, ...(thing === undefined ? [] : [thing]), at].join('/');

const isEnded = ({ status }: Known): boolean => status === 'canceled' || status === 'expired';
