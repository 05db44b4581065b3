import { CancellationScope } from '@temporalio/workflow';
import type { CommandMessage } from '../contracts/messages.ts';

/** A cancellation that was asked of the workflow and not of the API: "Request Cancellation" in the Temporal UI. */
export interface CancellationRequest {
  /** True from the request until its command is taken. */
  readonly isWaiting: boolean;
  /** The command that it means: the end of the subscription at the end of its period. */
  take(): CommandMessage;
}

/**
 * Watches for a cancellation of this run, which must be called in its root scope. Everything else of the run belongs into a scope
 * that cannot be cancelled, so that the subscription keeps its timer (ADR 0022).
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
