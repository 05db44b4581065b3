import { accepted } from '../../refusal.ts';
import { pendingChangeNotFound } from '../../refusals/pending-changes.ts';
import type { CancelPendingChange } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import { isKeptFrom, keptFromCustomer } from '../calendar/conflicts.ts';

/** Takes a scheduled change back. It never touched the present, so everything is exactly as before (semantics row 7). */
export const cancelPendingChange: Handler<CancelPendingChange> = ({ pending }, { changeId, actor }) => {
  const change = pending.find(({ id }) => id === changeId);
  if (!change) {
    return pendingChangeNotFound({ changeId });
  }
  if (isKeptFrom(actor, change)) return keptFromCustomer(change);
  return accepted({ type: 'takeBack', changes: [change], because: `canceled by ${actor}`, policies: {} });
};
