import { CancellationScope } from '@temporalio/workflow';
import type { CommandMessage } from '../contracts/messages.ts';

/** A cancellation request for the workflow itself, not through the API: "Request Cancellation" in the Temporal UI. */
export interface CancellationRequest {
  /** True from the request until `take`. */
  readonly isWaiting: boolean;
  /** The command for it: cancel the subscription at the end of its period. */
  take(): CommandMessage;
}

/**
 * Watches for a cancellation of this run. Call it in the root scope. Everything else of the run must be in a non-cancellable scope,
 * so that the subscription keeps its timer (ADR 0022).
 */
export function watchCancellation(runId: string): CancellationRequest {
  let isWaiting = false;
  CancellationScope.current().cancelRequested.catch(() => {
    isWaiting = true;
  });
  return {
    get isWaiting() {
      return isWaiting;
    },
    take() {
      isWaiting = false;
      return {
        requestId: `cancellation/${runId}`,
        command: { type: 'cancel', actor: 'admin', when: 'periodEnd', reason: 'requested in the Temporal UI' },
      };
    },
  };
}
