import { type DecisionActivity, dueActivities } from '../contracts/commands.ts';
import type { DecisionInput, NextWake, Outcome } from '../contracts/messages.ts';
import type { Stuck } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';
import { subscriptionStuck } from '../domain/refusals/subscriptions.ts';
import type { Instant } from '../domain/time/instant.ts';
import { decideBy } from './activity-proxies.ts';
import { nowInWorkflow } from './clock.ts';
import { dueBy, applyOutcome, type RunState, setStuck, showDetails } from './run-state.ts';
import { stuckAfter } from './stuck.ts';

/** The input of a decision without the ids of its subscription. */
export type RequestInput = Pick<DecisionInput, 'requestId' | 'requestHash' | 'at' | 'command' | 'afterRevision'>;

/** Has a request decided in one activity and applies the outcome to the state. */
export async function decideRequest(
  state: RunState,
  activity: DecisionActivity,
  { input, summary }: { readonly input: RequestInput; readonly summary: string },
): Promise<Outcome> {
  const { tenantId, subscriptionId } = state;
  const outcome = await decideBy(activity, { tenantId, subscriptionId, ...input }, summary);
  if (outcome.result === 'applied') applyOutcome(state, outcome);
  else state.lastRefusal = outcome.error;
  showDetails(state);
  state.served += 1;
  return outcome;
}

/**
 * Does what is due up to an instant, each due instant in its own transaction. A due thing that fails blocks what comes after it: then
 * the result is the refusal of that, otherwise null (ADR 0058).
 */
export async function serveDue(state: RunState, upTo: Instant): Promise<Refusal | null> {
  for (let next = dueBy(state, upTo); next !== null; next = dueBy(state, upTo)) {
    const { at, kind, summary } = next;
    const input = { requestId: wakeId(next), requestHash: '', at, command: null };
    const outcome = await decideRequest(state, dueActivities[kind], { input, summary });
    if (outcome.result === 'refused') {
      const failed = stuckAfter(state.stuck, { next, error: outcome.error, now: nowInWorkflow() });
      setStuck(state, failed);
      return subscriptionStuck(failed).error;
    }
    if (state.stuck !== null) setStuck(state, null);
  }
  return null;
}

/** Retries the due thing that fails before its next scheduled try. */
export async function retryDue(state: RunState, { dueAt }: Stuck): Promise<void> {
  state.isRetryAsked = false;
  const now = nowInWorkflow();
  const isReal = state.known?.clock === 'wall';
  if ((await serveDue(state, isReal && now > dueAt ? now : dueAt)) === null) setStuck(state, null);
}

/** The request id of a wake includes what is due, so that two of a kind at one instant differ. */
const wakeId = ({ kind, thing, at }: NextWake): string => ['due', kind, ...(thing === undefined ? [] : [thing]), at].join('/');
