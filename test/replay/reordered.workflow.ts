import { sleep } from '@temporalio/workflow';
import type { SubscriptionRun, SubscriptionRunResult } from '../../src/contracts/workflow.ts';
import { subscriptionWorkflow as original } from '../../src/workflows/subscription.workflow.ts';

/** The workflow with an additional command before all others, as an incompatible change would have it. */
export async function subscriptionWorkflow(run: SubscriptionRun): Promise<SubscriptionRunResult> {
  await sleep(1);
  return original(run);
}
