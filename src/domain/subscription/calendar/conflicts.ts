import { accepted, type Result } from '../../refusal.ts';
import { pendingChangeConflict } from '../../refusals/pending-changes.ts';
import { policyArgumentForbidden } from '../../refusals/policies.ts';
import { subscriptionEnding } from '../../refusals/subscriptions.ts';
import type { Instant } from '../../time/instant.ts';
import { type PolicySources, resolvePolicy } from '../../policy/policy.ts';
import type { TakeBack } from '../model/change.ts';
import { type PendingChange, touchedAddOn } from '../model/pending-change.ts';
import type { Actor, LiveSubscription } from '../model/state.ts';

/** Who makes a change, and the places that may set policies for it. */
export interface Conflicted {
  readonly actor: Actor;
  readonly sources: PolicySources;
}

/**
 * Makes room for a change: refuses when another change of the same attachment is pending, or takes it back where the policy is
 * `replace` (semantics row 7). A change of the whole subscription conflicts with every change that is due with it or later. What an
 * administrator scheduled a customer replaces as little as it takes it back: refuses `policy_argument_forbidden`.
 */
export function replaceConflicts(conflicts: readonly PendingChange[], { actor, sources }: Conflicted): Result<TakeBack | null> {
  if (conflicts.length === 0) return accepted(null);
  const policy = resolvePolicy('pending.conflict', sources);
  if (policy.value !== 'replace') return pendingChangeConflict({ conflicts });
  const kept = conflicts.find((change) => isKeptFrom(actor, change));
  if (kept) return keptFromCustomer(kept);
  const because = 'replaced by a later change';
  return accepted({ type: 'takeBack', changes: conflicts, because, policies: { [policy.key]: policy } });
}

/** The state without the changes that are taken back: what replaces them is checked as if they had never been scheduled. */
export function withoutReplaced(state: LiveSubscription, replaces: TakeBack | null): LiveSubscription {
  const gone = new Set(replaces?.changes.map(({ id }) => id));
  return { ...state, pending: state.pending.filter(({ id }) => !gone.has(id)) };
}

/** Whether a pending change is not for this actor to take back, replace or edit. */
export const isKeptFrom = (actor: Actor, change: PendingChange): boolean => actor === 'customer' && change.actor === 'admin';

/** Refuses to take back, replace or edit what an administrator scheduled. */
export const keptFromCustomer = (change: PendingChange): Result<never> => policyArgumentForbidden({ change });

/** The pending changes of one attachment. */
export const changesOf = (state: LiveSubscription, attachmentId: string): readonly PendingChange[] =>
  state.pending.filter((change) => touchedAddOn(change) === attachmentId);

/** Refuses when the subscription ends before, or at, the instant of a change. */
export function refuseAfterEnd(state: LiveSubscription, effectiveAt: Instant): Result<null> {
  const end = state.pending.find(({ type }) => type === 'cancel');
  if (!end || effectiveAt < end.effectiveAt) return accepted(null);
  return subscriptionEnding({ changeId: end.id, endsAt: end.effectiveAt });
}
