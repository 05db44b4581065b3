import { type DecisionActivity, dueActivities } from '../contracts/commands.ts';
import type { DecisionInput, NextWake, Outcome } from '../contracts/messages.ts';
import type { Stuck } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';
import { subscriptionStuck } from '../domain/refusals/subscriptions.ts';
import type { Instant } from '../domain/time/instant.ts';
import { decideBy } from './activity-proxies.ts';
import { nowInWorkflow } from './clock.ts';
import { dueBy, learn, type RunState, setStuck, tellOperators } from './run-state.ts';
import { stuckAfter } from './stuck.ts';

/** One request as an activity gets it, but for the subscription that it is for. */
export type RequestInput = Pick<DecisionInput, 'requestId' | 'requestHash' | 'at' | 'command' | 'afterRevision'>;

/** Has a request decided in one activity, and learns from the answer. */
export async function decideRequest(
  state: RunState,
  activity: DecisionActivity,
  { input, summary }: { readonly input: RequestInput; readonly summary: string },
): Promise<Outcome> {
  const { tenantId, subscriptionId } = state;
  const outcome = await decideBy(activity, { tenantId, subscriptionId, ...input }, summary);
  if (outcome.result === 'applied') learn(state, outcome);
  else state.lastRefusal = outcome.error;
  tellOperators(state);
  state.served += 1;
  return outcome;
}

/**
 * Does what is due up to an instant, each due instant in a transaction of its own. What fails by its nature holds up all that comes
 * after it: then this answers why (ADR 0058).
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

/** Tries what is due and failed once more, before its time. */
export async function retryDue(state: RunState, { dueAt }: Stuck): Promise<void> {
  state.isRetryAsked = false;
  const now = nowInWorkflow();
  const isReal = state.known?.clock === 'wall';
  if ((await serveDue(state, isReal && now > dueAt ? now : dueAt)) === null) setStuck(state, null);
}

/** The request id of a wake names the thing that is due, so that two of a kind at one instant are apart. */
const wakeId = ({ kind, thing, at }: NextWake): string => ['due', kind, ...(thing === undefined ? [] : [thing]), at].join('/');
