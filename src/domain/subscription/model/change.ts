import type { PinnedPolicies } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import type { PendingChange, ScheduledChange } from './pending-change.ts';
import type { Terms } from './state.ts';

/** What an accepted command does: the answer of its handler, which `carryOut` carries out. */
export type Change = Creation | Amendment | TakeBack | OrderWithdrawal | ClockMove;

/** A new subscription. */
export interface Creation {
  readonly type: 'create';
  readonly terms: Terms;
  readonly policies: PinnedPolicies;
}

/** Something about a subscription that is otherwise from an instant on. */
export interface Amendment {
  readonly type: 'amend';
  /** Carried out now if it holds from now or before, else stored until its instant. */
  readonly change: ScheduledChange;
  /** The pending changes whose place it takes; null where it contradicts none. */
  readonly replaces: TakeBack | null;
}

/** Pending changes that will not happen. */
export interface TakeBack {
  readonly type: 'takeBack';
  readonly changes: readonly PendingChange[];
  readonly because: string;
  readonly policies: PinnedPolicies;
}

/** The end of a subscription that has not started. */
export interface OrderWithdrawal {
  readonly type: 'withdrawOrder';
  readonly reason: string | null;
}

/** Another time of a sandbox clock. */
export interface ClockMove {
  readonly type: 'moveClock';
  readonly to: Instant;
}
