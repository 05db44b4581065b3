import { isCancellation, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { DecisionActivities } from '../activities/decision.activities.ts';
import type { DecisionActivity, DecisionInput, Outcome } from '../contracts/messages.ts';

/** Two quick tries inside the workflow task: a warm decision costs no activity task (architecture §1). */
const local = proxyLocalActivities<DecisionActivities>({
  startToCloseTimeout: '4s',
  retry: { maximumAttempts: 2, initialInterval: '100ms' },
});

/** When PostgreSQL is away: the same transaction as a regular activity, tried until it succeeds. */
const regular = proxyActivities<DecisionActivities>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: '250ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** Runs one decision. Refusals come back as values; only infrastructure fails, and then it is tried until it works. */
export async function decideBy(name: DecisionActivity, input: DecisionInput, summary: string): Promise<Outcome> {
  try {
    return await local[name].executeWithOptions({ summary }, [input]);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return await regular[name].executeWithOptions({ summary }, [input]);
  }
}
