import type { Instant } from '../../time/instant.ts';
import type { AttachmentId } from '../../ids.ts';
import { type AttachmentStatus, type EndedSubscription, type Ending, type LiveSubscription, statusOf } from '../model/state.ts';

/**
 * The derived status of an attachment (semantics §2). The field `ending` is how it ended, null if it has not; the status `ending` means
 * that its end is scheduled.
 * @rule 4-8
 */
export function attachmentStatusOf(
  state: LiveSubscription | EndedSubscription,
  { id, ending }: { readonly id: AttachmentId; readonly ending: Ending | null },
): AttachmentStatus {
  if (ending !== null) return ending;
  if (plannedEnd(state, id) !== null) return 'ending';
  return statusOf(state) === 'trial' ? 'trial' : 'active';
}

/** When the pending removal of an attachment or the pending end of the subscription ends it; null if neither is pending. */
export function plannedEnd(state: LiveSubscription | EndedSubscription, attachmentId: AttachmentId): Instant | null {
  const pending = state.stage === 'live' ? state.pending : [];
  const ends = pending
    .filter((change) => change.type === 'cancel' || (change.type === 'removeAddOn' && change.attachmentId === attachmentId))
    .map(({ effectiveAt }) => effectiveAt)
    .toSorted();
  return ends[0] ?? null;
}
