import { CancellationScope, isCancellation, log, sleep } from '@temporalio/workflow';
import type { NextWake } from '../contracts/messages.ts';
import type { Instant } from '../domain/time/instant.ts';
import { nowInWorkflow } from './clock.ts';

/** The one timer of a workflow. It is set again only when the instant changes (ADR 0002). */
export interface Wake {
  /** Waits for an instant, or for none. */
  arm(next: NextWake | null): void;
  /**
   * When the instant that was waited for has come: up to which instant things are due. Otherwise null. A server whose clocks
   * differ may fire a timer early; what it was set for is due then all the same.
   */
  readonly dueUpTo: Instant | null;
  cancel(): void;
}

/** Creates the timer, unset. `delayMs` postpones every wake to spread a fleet. */
export function createWake(delayMs: number): Wake {
  let armed: { readonly at: Instant; readonly scope: CancellationScope } | null = null;
  let dueAt: Instant | null = null;

  const cancel = (): void => {
    armed?.scope.cancel();
    armed = null;
  };
  const arm = (next: NextWake | null): void => {
    if (armed !== null && armed.at === next?.at) return;
    cancel();
    dueAt = null;
    if (next === null) return;
    const scope = new CancellationScope();
    armed = { at: next.at, scope };
    const waitMs = Math.max(0, Date.parse(next.at) + delayMs - Date.parse(nowInWorkflow()));
    scope
      .run(() => sleep(waitMs, { summary: next.summary }))
      .then(() => {
        dueAt = next.at;
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) log.error('the timer failed', { error });
      });
  };
  return {
    arm,
    cancel,
    get dueUpTo() {
      if (dueAt === null || dueAt !== armed?.at) return null;
      const now = nowInWorkflow();
      return now > dueAt ? now : dueAt;
    },
  };
}
