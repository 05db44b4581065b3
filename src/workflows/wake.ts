import { CancellationScope, isCancellation, log, sleep } from '@temporalio/workflow';
import type { NextWake } from '../contracts/messages.ts';
import { nowInWorkflow } from './clock.ts';

/** The one timer of a workflow. It is set again only when the instant changes (architecture §1). */
export interface Wake {
  /** Waits for an instant, or for none. */
  arm(next: NextWake | null): void;
  /** Whether the instant that was waited for has come. */
  readonly isDue: boolean;
  cancel(): void;
}

/** Creates the timer, unset. `delayMs` postpones every wake to spread a fleet. */
export function createWake(delayMs: number): Wake {
  let armed: { readonly at: string; readonly scope: CancellationScope } | null = null;
  let dueAt: string | null = null;

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
    get isDue() {
      return dueAt !== null && dueAt === armed?.at;
    },
  };
}
