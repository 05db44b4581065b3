import { defineSearchAttributeKey } from '@temporalio/common';
import type { TenantId } from '../domain/ids.ts';
import { setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import { type Applied, type NextWake, pendingQuery, retrySignal, stateQuery } from '../contracts/messages.ts';
import type { Known, Stuck, SubscriptionRun } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time/instant.ts';
import type { InboxEntry } from './inbox.ts';
import { operatorDetails } from './operator-details.ts';
import { retryWake } from './stuck.ts';

/** What a run knows and has done. Only the functions of this folder that take it change it. */
export interface RunState {
  readonly tenantId: TenantId;
  readonly subscriptionId: string;
  /** How many decisions this run makes before it continues as new. */
  readonly budget: number;
  /** The subscription after the last decision; null before it is created. */
  known: Known | null;
  shownStatus: SubscriptionRun['shownStatus'];
  /** The due thing that fails. */
  stuck: Stuck | null;
  /** What this run refused last. */
  lastRefusal: Refusal | null;
  /** True from the Signal `retry` until the due thing that fails is tried. */
  isRetryAsked: boolean;
  /** Decisions of this run. */
  served: number;
  /** Commands that were served one after the other, while more waited. */
  inARow: number;
}

/** What a run knows when it begins. */
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

/** Registers the queries of operators, and the Signal by which they ask for a retry. */
export function answerOperators(state: RunState, waiting: readonly InboxEntry[]): void {
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

/** Takes over what a decision answered. */
export function learn(state: RunState, applied: Applied): void {
  const { revision, status, at, nextWake, customerId, planKey, clock } = applied;
  const isChanged = state.known?.revision !== revision;
  // What changed nothing is not worth telling: the summary stays that of the last change.
  const summary = state.known === null || isChanged ? applied.summary : state.known.summary;
  // The mark in the database holds at its revision: a decision ends it.
  if (isChanged) state.stuck = null;
  state.known = { revision, status, at, nextWake, summary, customerId, planKey, clock };
  showStatus(state, state.stuck === null ? status : 'stuck');
}

/** Marks the subscription as stuck, or takes the mark away. */
export function setStuck(state: RunState, stuck: Stuck | null): void {
  state.stuck = stuck;
  if (state.known !== null) showStatus(state, stuck === null ? state.known.status : 'stuck');
  tellOperators(state);
}

const statusAttribute = defineSearchAttributeKey('AnnexStatus', 'KEYWORD');

function showStatus(state: RunState, status: NonNullable<SubscriptionRun['shownStatus']>): void {
  if (status !== state.shownStatus) upsertSearchAttributes([{ key: statusAttribute, value: status }]);
  state.shownStatus = status;
}

/** Shows operators what the subscription is, waits for and refused last. */
export function tellOperators({ subscriptionId, known, lastRefusal, stuck }: RunState): void {
  if (known !== null) setCurrentDetails(operatorDetails(subscriptionId, { known, lastRefusal, stuck }));
}

/** What is due up to an instant; null when nothing is. */
export const dueBy = ({ known }: RunState, upTo: Instant): NextWake | null =>
  known?.nextWake && known.nextWake.at <= upTo ? known.nextWake : null;

/** What a run sets its timer for: the next wake, or the next try of one that failed. A sandbox has no timer. */
export function wakeOf({ known, stuck }: RunState): NextWake | null {
  if (known?.clock !== 'wall') return null;
  return stuck !== null && known.nextWake !== null ? retryWake(known.nextWake, stuck) : known.nextWake;
}
