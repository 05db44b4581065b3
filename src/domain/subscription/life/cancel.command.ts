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

/** Ends the subscription: at the end of the period with access until then, or at once with a credit for unused time. */
export const cancelSubscription: Handler<Cancel> = (state, command, { at, facts }) => {
  const { actor, reason = null } = command;
  // Before the start there is no period whose end could be waited for.
  if (state.period === null) return accepted({ type: 'withdrawOrder', reason });
  const sources = policySourcesOf(state, facts, { command: command.policies });
  const timing = decideTiming(state, at, { policy: resolvePolicy('detach.when', sources), command });
  if (!timing.ok) return timing;
  const { effectiveAt } = timing.value;
  // An end that comes now takes all that is pending with it.
  const contradicted = effectiveAt > at ? state.pending.filter(contradicts(effectiveAt)) : [];
  const replaces = replaceConflicts(contradicted, { actor, sources });
  if (!replaces.ok) return replaces;
  const policies = withPolicy(resolvePolicies(creditPolicyKeys, sources), timing.value.policy);
  const change = { type: 'cancel', reason, policies, effectiveAt, scheduledAt: at, actor } as const;
  return accepted({ type: 'amend', change, replaces: replaces.value });
};

/** A removal or a smaller change at the very end does not contradict the end; anything later, an attach then, and another end do. */
const contradicts =
  (endsAt: Instant) =>
  ({ type, effectiveAt }: PendingChange): boolean =>
    type === 'cancel' || effectiveAt > endsAt || (type === 'attachAddOn' && effectiveAt === endsAt);
