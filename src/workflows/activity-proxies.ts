import { isCancellation, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { DecisionActivities } from '../activities/decision.activities.ts';
import {
  type CheckOutcome,
  commandCheck,
  type DecisionActivity,
  type DecisionInput,
  type Outcome,
} from '../contracts/messages.ts';

/** Two quick tries inside the workflow task: a warm decision costs no activity task (ADR 0040). */
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
export const decideBy = (name: DecisionActivity, input: DecisionInput, summary: string): Promise<Outcome> =>
  untilDone((proxies) => proxies[name].executeWithOptions({ summary }, [input]));

/** Asks whether a command would be refused, and writes nothing. */
export const checkBy = (input: DecisionInput, summary: string): Promise<CheckOutcome> =>
  untilDone((proxies) => proxies[commandCheck].executeWithOptions({ summary }, [input]));

async function untilDone<T>(run: (proxies: typeof local | typeof regular) => Promise<T>): Promise<T> {
  try {
    return await run(local);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return await run(regular);
  }
}
