import type { PinnedPolicies } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import type { PendingChange, ScheduledChange } from './pending-change.ts';
import type { Terms } from './state.ts';

/** What an accepted command does: its handler returns it, `carryOut` carries it out. */
export type Change = Creation | Amendment | PendingCancellation | OrderWithdrawal | ClockMove;

/** A new subscription. */
export interface Creation {
  readonly type: 'create';
  readonly terms: Terms;
  readonly policies: PinnedPolicies;
}

/** A change of a subscription that takes effect at an instant. */
export interface Amendment {
  readonly type: 'amend';
  /** Applied at once if its `effectiveAt` is not in the future, otherwise stored as pending. */
  readonly change: ScheduledChange;
  /** The pending changes that it replaces; null if there are none. */
  readonly replaces: PendingCancellation | null;
}

/** The cancellation of pending changes. */
export interface PendingCancellation {
  readonly type: 'cancelPending';
  readonly changes: readonly PendingChange[];
  readonly because: string;
  readonly policies: PinnedPolicies;
}

/** The cancellation of a subscription that has not started. */
export interface OrderWithdrawal {
  readonly type: 'withdrawOrder';
  readonly reason: string | null;
}

/** A new time of a sandbox clock. */
export interface ClockMove {
  readonly type: 'moveClock';
  readonly to: Instant;
}
