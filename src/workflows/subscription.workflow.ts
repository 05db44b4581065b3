import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Stuck, SubscriptionRun, SubscriptionRunResult } from '../contracts/workflow.ts';
import { type CancellationRequest, watchCancellation } from './cancellation.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { hasFinished, isCrowded, isSpent, maySplit, nextRun, resultOf } from './run-end.ts';
import { answerOperators, openState, type RunState, tellOperators, wakeOf } from './run-state.ts';
import { serveCommand } from './serve-command.ts';
import { retryDue, serveDue } from './serve-due.ts';
import { createWake, type Wake } from './wake.ts';

/**
 * The life of one subscription: its only writer and the owner of its timer. It decides nothing. It waits for a command or for
 * the next due instant, has that decided in one activity, answers, and sets its timer again (ADR 0001).
 */
export async function subscriptionWorkflow(run: SubscriptionRun): Promise<SubscriptionRunResult> {
  const cancellation = watchCancellation(workflowInfo().runId);
  return CancellationScope.nonCancellable(() => serveRun(run, cancellation));
}

async function serveRun(run: SubscriptionRun, cancellation: CancellationRequest): Promise<SubscriptionRunResult> {
  const state = openState(run);
  const inbox = openInbox({ carried: run.inbox ?? [], isClosing: () => isCrowded(run.budget) });
  const wake = createWake(run.wakeDelayMs);
  answerOperators(state, inbox.waiting);
  tellOperators(state);
  // Before its creation there is nothing to cancel: the request waits for it.
  const isToCancel = (): boolean => cancellation.isWaiting && state.known !== null;
  const hasWork = (): boolean =>
    inbox.waiting.length > 0 || wake.dueUpTo !== null || isToCancel() || toRetry(state) !== null || hasFinished(state);
  const hasMore = (): boolean => inbox.waiting.length > 0 && !(isCrowded(run.budget) && maySplit(state, inbox.waiting));
  for (;;) {
    wake.arm(wakeOf(state));
    await condition(hasWork);
    if (isToCancel()) inbox.put(cancellation.take());
    await serveNext(state, inbox, wake);
    if (!hasFinished(state) && !isSpent(state)) continue;
    // Callers get their answers first; what arrives meanwhile is served before the run ends.
    await condition(() => allHandlersFinished() || inbox.waiting.length > 0);
    if (isToCancel() || hasMore()) continue;
    const result = resultOf(state);
    if (result !== null) return result;
    wake.cancel();
    await continueAsNew<typeof subscriptionWorkflow>(nextRun(run, state, inbox.waiting));
  }
}

/** Serves what comes first: a command, the due thing that fails, or what is due. */
async function serveNext(state: RunState, inbox: Inbox, wake: Wake): Promise<void> {
  const entry = inbox.take();
  const { dueUpTo } = wake;
  const failing = toRetry(state);
  if (entry !== undefined) await serveCommand(state, entry);
  else if (failing !== null) await retryDue(state, failing);
  else if (dueUpTo !== null) await serveDue(state, dueUpTo);
  state.inARow = entry !== undefined && inbox.waiting.length > 0 ? state.inARow + 1 : 0;
  if (state.inARow === mostInARow && patched('adr-0004')) await endWorkflowTask();
  state.inARow %= mostInARow;
}

/** The due thing that fails, where operators have asked for another try. */
const toRetry = ({ isRetryAsked, stuck }: RunState): Stuck | null => (isRetryAsked ? stuck : null);

/**
 * Commands that are served in one workflow task. While a task lasts, the server holds Signals back, 100 at most: then it gives the
 * task up, and a worker that has the run in its cache may not see all of what it held back (ADR 0044).
 */
const mostInARow = 10;

/** What was held back arrives with the next task, which the shortest timer asks for. */
const endWorkflowTask = (): Promise<void> => sleep(1, { summary: 'takes what has arrived' });
