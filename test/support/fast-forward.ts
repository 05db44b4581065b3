import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto'; // CommonJS: it has no named export in native ESM.

const results = proto.temporal.api.enums.v1.FastForwardPollingResult;

/** The time of one workflow on the server, in milliseconds since the epoch: virtual time after the first skip. */
export async function virtualNow(client: Client, workflowId: string): Promise<number> {
  const { namespace } = client.options;
  const described = await client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } });
  const skipped = described.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return skipped ? tsToMs(skipped) : Date.now();
}

/**
 * Skips a workflow's time to an instant, on the server. Choose an instant after a boundary: a target exactly on it returns
 * before the wake has been processed.
 */
export async function fastForwardTo(client: Client, workflowId: string, target: string): Promise<void> {
  const durationMs = Date.parse(target) - (await virtualNow(client, workflowId));
  const { namespace, identity } = client.options;
  const fastForwardId = randomUUID();
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    identity,
    workflowExecution: { workflowId },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        maxSessionSkipCount: 10_000,
        fastForwardConfig: { id: fastForwardId, duration: msToTs(durationMs) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
  await waitForFastForward(client, { workflowId, fastForwardId });
}

async function waitForFastForward(
  client: Client,
  { workflowId, fastForwardId }: { readonly workflowId: string; readonly fastForwardId: string },
): Promise<void> {
  const { namespace } = client.options;
  for (;;) {
    const { fastForwardPollingResult: result, failedReason } = await client.workflowService.pollWorkflowExecutionTimeSkipping({
      namespace,
      workflowExecution: { workflowId },
      fastForwardId,
    });
    if (result === results.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED) return;
    if (result === results.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED) {
      throw new Error(failedReason ?? 'the server could not skip time');
    }
  }
}
