import { CancellationScope, isCancellation, log, sleep } from '@temporalio/workflow';
import type { NextWake } from '../contracts/messages.ts';
import type { Instant } from '../domain/time/instant.ts';
import { nowInWorkflow } from './clock.ts';

/** The only timer of a workflow. It is reset only if the instant changes (ADR 0002). */
export interface Wake {
  /** Sets the timer for an instant, or clears it. */
  arm(next: NextWake | null): void;
  /**
   * After the timer has fired, the instant up to which things are due; otherwise null. If the server fires early because of clock skew,
   * this is the instant of the timer.
   */
  readonly dueUpTo: Instant | null;
  cancel(): void;
}

/** Creates the timer, initially not set. `delayMs` delays each wake, to spread the load (ADR 0041). */
export function createWake(delayMs: number): Wake {
  let armed: { readonly at: Instant; readonly scope: CancellationScope } | null = null;
  let dueAt: Instant | null = null;

  const cancel = (): void => {
    armed?.scope.cancel();
    armed = null;
  };
  const wait = async (scope: CancellationScope, { at, summary }: NextWake): Promise<void> => {
    const waitMs = Math.max(0, Date.parse(at) + delayMs - Date.parse(nowInWorkflow()));
    try {
      await scope.run(() => sleep(waitMs, { summary }));
      dueAt = at;
    } catch (error) {
      if (!isCancellation(error)) log.error('the timer failed', { error });
    }
  };
  const arm = (next: NextWake | null): void => {
    if (armed !== null && armed.at === next?.at) return;
    cancel();
    dueAt = null;
    if (next === null) return;
    const scope = new CancellationScope();
    armed = { at: next.at, scope };
    void wait(scope, next);
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
