import { accepted } from '../../refusal.ts';
import { pendingChangeNotFound } from '../../refusals/pending-changes.ts';
import type { CancelPendingChange } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import { isProtectedFrom, refuseAdminChange } from '../calendar/conflicts.ts';

/** Cancels a pending change, which restores exactly what was before (semantics row 7). */
export const cancelPendingChange: Handler<CancelPendingChange> = ({ pending }, { changeId, actor }) => {
  const change = pending.find(({ id }) => id === changeId);
  if (!change) {
    return pendingChangeNotFound({ changeId });
  }
  if (isProtectedFrom(actor, change)) return refuseAdminChange(change);
  return accepted({ type: 'cancelPending', changes: [change], because: `canceled by ${actor}`, policies: {} });
};
