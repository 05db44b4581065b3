import type { Refused } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { refused } from './refused.ts';
import { quoted } from './words.ts';

/** A scheduled change. */
interface Pending {
  readonly id: string;
  readonly type: string;
  readonly effectiveAt: Instant;
}

/** Scheduled changes conflict with the command, and the policy `pending.conflict` is `reject` (semantics row 7). */
export const pendingChangeConflict = ({ conflicts }: { readonly conflicts: readonly Pending[] }): Refused => {
  const listed = conflicts.map(({ id, type, effectiveAt }) => ({ id, type, effectiveAt }));
  const words = listed.map(({ id, type, effectiveAt }) => `${quoted(type)} ${quoted(id)} at ${effectiveAt}`).join(', ');
  return refused(
    'pending_change_conflict',
    `Already scheduled: ${words}. Unschedule it first, or set the policy ${quoted('pending.conflict')} to ${quoted('replace')}.`,
    { meta: { conflicts: listed } },
  );
};

export const pendingChangeNotFound = ({ changeId }: { readonly changeId: string }): Refused =>
  refused('pending_change_not_found', `No change ${quoted(changeId)} is scheduled: it took effect, or was unscheduled.`);
