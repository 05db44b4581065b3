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
import { registerOperatorHandlers, openState, type RunState, showDetails, wakeOf } from './run-state.ts';
import { serveCommand } from './serve-command.ts';
import { retryDue, serveDue } from './serve-due.ts';
import { createWake, type Wake } from './wake.ts';

/**
 * The workflow of one subscription, its only writer and the owner of its timer. It waits for a command or the next due instant, has it
 * decided in one activity, answers, and sets its timer again (ADR 0001).
 */
export async function subscriptionWorkflow(run: SubscriptionRun): Promise<SubscriptionRunResult> {
  const cancellation = watchCancellation(workflowInfo().runId);
  return CancellationScope.nonCancellable(() => serveRun(run, cancellation));
}

async function serveRun(run: SubscriptionRun, cancellation: CancellationRequest): Promise<SubscriptionRunResult> {
  const state = openState(run);
  const inbox = openInbox({ carried: run.inbox ?? [], isClosing: () => isCrowded(run.budget) });
  const wake = createWake(run.wakeDelayMs);
  registerOperatorHandlers(state, inbox.waiting);
  showDetails(state);
  // A cancellation request waits until the subscription is created.
  const isToCancel = (): boolean => cancellation.isWaiting && state.known !== null;
  const hasWork = (): boolean =>
    inbox.waiting.length > 0 || wake.dueUpTo !== null || isToCancel() || requestedRetry(state) !== null || hasFinished(state);
  const hasMore = (): boolean => inbox.waiting.length > 0 && !(isCrowded(run.budget) && maySplit(state, inbox.waiting));
  for (;;) {
    wake.arm(wakeOf(state));
    await condition(hasWork);
    if (isToCancel()) inbox.put(cancellation.take());
    await serveNext(state, inbox, wake);
    if (!hasFinished(state) && !isSpent(state)) continue;
    // The handlers answer first; what arrives meanwhile is served before the run ends.
    await condition(() => allHandlersFinished() || inbox.waiting.length > 0);
    if (isToCancel() || hasMore()) continue;
    const result = resultOf(state);
    if (result !== null) return result;
    wake.cancel();
    await continueAsNew<typeof subscriptionWorkflow>(nextRun(run, state, inbox.waiting));
  }
}

/** Serves one of these, in this order: a waiting command, the retry that operators asked for, what is due. */
async function serveNext(state: RunState, inbox: Inbox, wake: Wake): Promise<void> {
  const entry = inbox.take();
  const { dueUpTo } = wake;
  const failing = requestedRetry(state);
  if (entry !== undefined) await serveCommand(state, entry);
  else if (failing !== null) await retryDue(state, failing);
  else if (dueUpTo !== null) await serveDue(state, dueUpTo);
  state.inARow = entry !== undefined && inbox.waiting.length > 0 ? state.inARow + 1 : 0;
  if (state.inARow === maxInARow && patched('adr-0004')) await endWorkflowTask();
  state.inARow %= maxInARow;
}

/** The due thing that fails, if operators have asked for a retry. */
const requestedRetry = ({ isRetryAsked, stuck }: RunState): Stuck | null => (isRetryAsked ? stuck : null);

/**
 * The commands that are served in one workflow task. The server buffers at most 100 Signals during a task; with more it fails the task,
 * and a worker that has the run in its cache may miss some of them (ADR 0044).
 */
const maxInARow = 10;

/** The shortest timer ends the task; buffered Signals arrive with the next one. */
const endWorkflowTask = (): Promise<void> => sleep(1, { summary: 'takes what has arrived' });
