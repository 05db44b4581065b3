import { allHandlersFinished, patched, workflowInfo } from '@temporalio/workflow';
import {
  crowdedAt,
  eventsPerBudget,
  inboxCapacity,
  type Known,
  type SubscriptionRun,
  type SubscriptionRunResult,
} from '../contracts/workflow.ts';
import type { InboxEntry } from './inbox.ts';
import type { RunState } from './run-state.ts';

/** Whether nothing is left to do: the subscription has ended and nothing more falls due, or its creation was refused. */
export const hasFinished = ({ known, served }: RunState): boolean => (known === null ? served > 0 : isOver(known));

/** The result of the workflow; null if it continues as new. */
export function resultOf({ known, lastRefusal }: RunState): SubscriptionRunResult | null {
  if (known === null) return { refused: lastRefusal };
  return isOver(known) ? { ended: known } : null;
}

const isOver = ({ status, nextWake }: Known): boolean => nextWake === null && (status === 'canceled' || status === 'expired');

/** Whether a run has used its budget of decisions, or the history events that correspond to it. */
export function isSpent({ served, budget }: RunState): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return served >= budget || historyLength >= eventsPerBudget * budget || continueAsNewSuggested;
}

/** Whether a run is so long that it hands its inbox to the next run instead of serving it first (ADR 0042). */
export function isCrowded(budget: number): boolean {
  const { historyLength, historySize, continueAsNewSuggested } = workflowInfo();
  const { events, bytes } = crowdedAt(budget);
  return historyLength >= events || historySize >= bytes || continueAsNewSuggested;
}

/** Whether the inbox can go to the next run: no handler awaits an answer in this one, and it fits into an input. */
export const maySplit = (state: RunState, waiting: readonly InboxEntry[]): boolean =>
  !hasFinished(state) &&
  allHandlersFinished() &&
  waiting.length <= inboxCapacity &&
  JSON.stringify(waiting).length <= maxInboxLength &&
  patched('adr-0003');

/** In characters: far below the 2 MB that the server accepts as one input. */
const maxInboxLength = 500_000;

/** The input of the next run. */
export function nextRun(
  { inbox: _carried, stuck: _before, ...run }: SubscriptionRun,
  { known, shownStatus, stuck }: RunState,
  waiting: readonly InboxEntry[],
): SubscriptionRun {
  const left = waiting.map(({ message }) => message);
  const next = { ...run, known, shownStatus, ...(stuck === null ? {} : { stuck }) };
  return left.length === 0 ? next : { ...next, inbox: left };
}
