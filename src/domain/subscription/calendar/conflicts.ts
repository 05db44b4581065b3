import { accepted, type Result } from '../../refusal.ts';
import type { AttachmentId } from '../../ids.ts';
import { pendingChangeConflict } from '../../refusals/pending-changes.ts';
import { policyArgumentForbidden } from '../../refusals/policies.ts';
import { subscriptionEnding } from '../../refusals/subscriptions.ts';
import type { Instant } from '../../time/instant.ts';
import { type PolicySources, resolvePolicy } from '../../policy/policy.ts';
import type { PendingCancellation } from '../model/change.ts';
import { type PendingChange, targetAttachmentId } from '../model/pending-change.ts';
import type { Actor, LiveSubscription } from '../model/state.ts';

/** The actor of a change, and the sources of its policies. */
export interface ConflictContext {
  readonly actor: Actor;
  readonly sources: PolicySources;
}

/**
 * Resolves the conflicts of a change with pending ones by `pending.conflict` (semantics row 7): cancels them where it is `replace`,
 * otherwise refuses `pending_change_conflict`. Refuses `policy_argument_forbidden` if a customer would replace an administrator's change.
 * Returns null where nothing conflicts.
 */
export function replaceConflicts(
  conflicts: readonly PendingChange[],
  { actor, sources }: ConflictContext,
): Result<PendingCancellation | null> {
  if (conflicts.length === 0) return accepted(null);
  const policy = resolvePolicy('pending.conflict', sources);
  if (policy.value !== 'replace') return pendingChangeConflict({ conflicts });
  const kept = conflicts.find((change) => isProtectedFrom(actor, change));
  if (kept) return refuseAdminChange(kept);
  const because = 'replaced by a later change';
  return accepted({ type: 'cancelPending', changes: conflicts, because, policies: { [policy.key]: policy } });
}

/** The state without the replaced changes: their replacement is checked as if they had never been scheduled. */
export function withoutReplaced(state: LiveSubscription, replaces: PendingCancellation | null): LiveSubscription {
  const gone = new Set(replaces?.changes.map(({ id }) => id));
  return { ...state, pending: state.pending.filter(({ id }) => !gone.has(id)) };
}

/** Whether the actor may not cancel, replace or edit a pending change: a customer may not touch an administrator's. */
export const isProtectedFrom = (actor: Actor, change: PendingChange): boolean =>
  actor === 'customer' && change.actor === 'admin';

/** Refuses to cancel, replace or edit an administrator's change. */
export const refuseAdminChange = (change: PendingChange): Result<never> => policyArgumentForbidden({ change });

/** The pending changes of one attachment. */
export const changesOf = (state: LiveSubscription, attachmentId: AttachmentId): readonly PendingChange[] =>
  state.pending.filter((change) => targetAttachmentId(change) === attachmentId);

/** Refuses `subscription_ending` if the subscription is to end at or before the instant of a change. */
export function refuseAfterEnd(state: LiveSubscription, effectiveAt: Instant): Result<null> {
  const end = state.pending.find(({ type }) => type === 'cancel');
  if (!end || effectiveAt < end.effectiveAt) return accepted(null);
  return subscriptionEnding({ changeId: end.id, endsAt: end.effectiveAt });
}
