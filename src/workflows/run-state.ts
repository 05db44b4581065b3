import { defineSearchAttributeKey } from '@temporalio/common';
import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import { setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import { type Applied, type NextWake, pendingQuery, retrySignal, stateQuery } from '../contracts/messages.ts';
import type { Known, Stuck, SubscriptionRun } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time/instant.ts';
import type { InboxEntry } from './inbox.ts';
import { operatorDetails } from './operator-details.ts';
import { retryWake } from './stuck.ts';

/** The state of a run. Only functions of this folder change it. */
export interface RunState {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  /** How many decisions this run makes before it continues as new. */
  readonly budget: number;
  /** The subscription after the last decision; null before it is created. */
  known: Known | null;
  shownStatus: SubscriptionRun['shownStatus'];
  /** The due thing that fails. */
  stuck: Stuck | null;
  /** The last refusal of this run. */
  lastRefusal: Refusal | null;
  /** True from the Signal `retry` until the retry of the due thing that fails. */
  isRetryAsked: boolean;
  /** The number of decisions of this run. */
  served: number;
  /** The number of commands served in a row while more were waiting. */
  inARow: number;
}

/** The state at the start of a run. */
export const openState = (run: SubscriptionRun): RunState => ({
  tenantId: run.tenantId,
  subscriptionId: run.subscriptionId,
  budget: run.budget,
  known: run.known,
  shownStatus: run.shownStatus,
  stuck: run.stuck ?? null,
  lastRefusal: null,
  isRetryAsked: false,
  served: 0,
  inARow: 0,
});

/** Registers the handlers for operators: the queries and the Signal `retry`. */
export function registerOperatorHandlers(state: RunState, waiting: readonly InboxEntry[]): void {
  const { subscriptionId } = state;
  setHandler(stateQuery, () => ({
    subscriptionId,
    status: state.known?.status ?? 'creating',
    revision: state.known?.revision ?? 0,
    clock: state.known?.clock ?? 'wall',
    at: state.known?.at ?? null,
    nextWake: state.known?.nextWake ?? null,
    lastDid: state.known?.summary ?? '',
  }));
  setHandler(retrySignal, () => {
    state.isRetryAsked = state.stuck !== null;
  });
  setHandler(pendingQuery, () => ({
    nextWake: state.known?.nextWake ?? null,
    inbox: waiting.map(({ message }) => ({ requestId: message.requestId, type: message.command.type })),
  }));
}

/** Applies the outcome of a decision to the state. */
export function applyOutcome(state: RunState, applied: Applied): void {
  const { revision, status, at, nextWake, customerId, planKey, clock } = applied;
  const isChanged = state.known?.revision !== revision;
  // A decision without a change keeps the summary of the last change.
  const summary = state.known === null || isChanged ? applied.summary : state.known.summary;
  // The stuck mark in the database belongs to one revision: a new revision ends it.
  if (isChanged) state.stuck = null;
  state.known = { revision, status, at, nextWake, summary, customerId, planKey, clock };
  showStatus(state, state.stuck === null ? status : 'stuck');
}

/** Marks the subscription as stuck, or clears the mark. */
export function setStuck(state: RunState, stuck: Stuck | null): void {
  state.stuck = stuck;
  if (state.known !== null) showStatus(state, stuck === null ? state.known.status : 'stuck');
  showDetails(state);
}

const statusAttribute = defineSearchAttributeKey('AnnexStatus', 'KEYWORD');

function showStatus(state: RunState, status: NonNullable<SubscriptionRun['shownStatus']>): void {
  if (status !== state.shownStatus) upsertSearchAttributes([{ key: statusAttribute, value: status }]);
  state.shownStatus = status;
}

/** Updates the current details in the Temporal UI. */
export function showDetails({ subscriptionId, known, lastRefusal, stuck }: RunState): void {
  if (known !== null) setCurrentDetails(operatorDetails(subscriptionId, { known, lastRefusal, stuck }));
}

/** The next wake if it is due at or before an instant, otherwise null. */
export const dueBy = ({ known }: RunState, upTo: Instant): NextWake | null =>
  known?.nextWake && known.nextWake.at <= upTo ? known.nextWake : null;

/** The wake for the timer: the next one, or the next retry of one that failed. Null in a sandbox, which has no timer. */
export function wakeOf({ known, stuck }: RunState): NextWake | null {
  if (known?.clock !== 'wall') return null;
  return stuck !== null && known.nextWake !== null ? retryWake(known.nextWake, stuck) : known.nextWake;
}
