import { accepted } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { Cancel } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import type { PendingChange } from '../model/pending-change.ts';
import { creditPolicyKeys } from '../model/pinned-policies.ts';
import { policySourcesOf } from '../offer/offerings.ts';
import { replaceConflicts } from '../calendar/conflicts.ts';
import { resolvePolicies, resolvePolicy, withPolicy } from '../../policy/policy.ts';
import { decideTiming } from '../calendar/effective-time.ts';

/** Ends the subscription: by default at the end of the period; at once with a credit for unused time (semantics rows 4, 5, 27). */
export const cancelSubscription: Handler<Cancel> = (state, command, { at, facts }) => {
  const { actor, reason = null } = command;
  // Before the start there is no period to end.
  if (state.period === null) return accepted({ type: 'withdrawOrder', reason });
  const sources = policySourcesOf(state, facts, { command: command.policies });
  const timing = decideTiming(state, at, { policy: resolvePolicy('detach.when', sources), command });
  if (!timing.ok) return timing;
  const { effectiveAt } = timing.value;
  // An immediate end cancels all pending changes.
  const conflicts = effectiveAt > at ? state.pending.filter(conflictsWithEnd(effectiveAt)) : [];
  const replaces = replaceConflicts(conflicts, { actor, sources });
  if (!replaces.ok) return replaces;
  const policies = withPolicy(resolvePolicies(creditPolicyKeys, sources), timing.value.policy);
  const change = { type: 'cancel', reason, policies, effectiveAt, scheduledAt: at, actor } as const;
  return accepted({ type: 'amend', change, replaces: replaces.value });
};

/** Another end, any later change, and an attach at the end conflict with it; a removal or a quantity at that instant does not. */
const conflictsWithEnd =
  (endsAt: Instant) =>
  ({ type, effectiveAt }: PendingChange): boolean =>
    type === 'cancel' || effectiveAt > endsAt || (type === 'attachAddOn' && effectiveAt === endsAt);
