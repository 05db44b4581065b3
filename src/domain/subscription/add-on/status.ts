import type { Instant } from '../../time/instant.ts';
import { type AttachmentStatus, type EndedSubscription, type Ending, type LiveSubscription, statusOf } from '../model/state.ts';

/**
 * The status of an add-on, derived (semantics §2): `ending` keeps access until its end. `ending` of it is how it ended, if it has.
 * @rule 4-8
 */
export function attachmentStatusOf(
  state: LiveSubscription | EndedSubscription,
  { id, ending }: { readonly id: string; readonly ending: Ending | null },
): AttachmentStatus {
  if (ending !== null) return ending;
  if (plannedEnd(state, id) !== null) return 'ending';
  return statusOf(state) === 'trial' ? 'trial' : 'active';
}

/** The first instant at which a pending removal or the pending end of the subscription ends an add-on. */
export function plannedEnd(state: LiveSubscription | EndedSubscription, attachmentId: string): Instant | null {
  const pending = state.stage === 'live' ? state.pending : [];
  const ends = pending
    .filter((change) => change.type === 'cancel' || (change.type === 'removeAddOn' && change.attachmentId === attachmentId))
    .map(({ effectiveAt }) => effectiveAt)
    .toSorted();
  return ends[0] ?? null;
}
