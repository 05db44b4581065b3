import { isCancellation, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { DecisionActivities } from '../activities/decision.activities.ts';
import type { DecisionActivity } from '../contracts/commands.ts';
import { type CheckOutcome, commandCheck, type DecisionInput, type Outcome } from '../contracts/messages.ts';

/** Two short attempts inside the workflow task, which save the activity task (ADR 0040). */
const local = proxyLocalActivities<DecisionActivities>({
  startToCloseTimeout: '4s',
  retry: { maximumAttempts: 2, initialInterval: '100ms' },
});

/** The same transaction as a regular activity, retried until it succeeds: for when PostgreSQL is unavailable. */
const regular = proxyActivities<DecisionActivities>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: '250ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** Runs one decision. A refusal is a return value; an infrastructure error is retried until the call succeeds. */
export const decideBy = (name: DecisionActivity, input: DecisionInput, summary: string): Promise<Outcome> =>
  callWithFallback((proxies) => proxies[name].executeWithOptions({ summary }, [input]));

/** Checks whether a command would be refused. Writes nothing. */
export const checkBy = (input: DecisionInput, summary: string): Promise<CheckOutcome> =>
  callWithFallback((proxies) => proxies[commandCheck].executeWithOptions({ summary }, [input]));

async function callWithFallback<T>(run: (proxies: typeof local | typeof regular) => Promise<T>): Promise<T> {
  try {
    return await run(local);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return await run(regular);
  }
}
