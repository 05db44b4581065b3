import { sleep } from '@temporalio/workflow';
import type { SubscriptionRun, SubscriptionRunResult } from '../../src/contracts/workflow.ts';
import { subscriptionWorkflow as original } from '../../src/workflows/subscription.workflow.ts';

/** The real workflow with one command more before all others: what a careless change would do to running subscriptions. */
export async function subscriptionWorkflow(run: SubscriptionRun): Promise<SubscriptionRunResult> {
  await sleep(1);
  return original(run);
}
