import { CancellationScope } from '@temporalio/workflow';
import type { CommandMessage } from '../contracts/messages.ts';

/** A cancellation request to the workflow itself: "Request Cancellation" in the Temporal UI. */
export interface CancellationRequest {
  /** True from the request until `take`. */
  readonly isWaiting: boolean;
  /** The command that answers it: cancel the subscription at the end of its period. */
  take(): CommandMessage;
}

/**
 * Watches for a cancellation request to this run. Call it in the root scope, and run everything else in a non-cancellable scope, so that
 * the subscription keeps its timer (ADR 0022).
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
