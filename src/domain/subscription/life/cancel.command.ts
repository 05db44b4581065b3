import { accepted } from '../../refusal.ts';
import { applyCancel, withdrawOrder } from './cancel.effect.ts';
import type { Cancel } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import { creditPolicyKeys } from '../model/pinned-policies.ts';
import { policySourcesOf } from '../offer/offerings.ts';
import { clearConflicts, schedule } from '../calendar/schedule.ts';
import { resolvePolicies, resolvePolicy, withPolicy } from '../../policy/policy.ts';
import { decideTiming } from '../calendar/effective-time.ts';

/** Ends the subscription: at the end of the period with access until then, or at once with a credit for unused time. */
export const cancelSubscription: Handler<Cancel> = (recorder, command, { at }) => {
  const { state, facts } = recorder;
  const reason = command.reason ?? null;
  // Before the start there is no period whose end could be waited for.
  if (state.period === null) {
    withdrawOrder(recorder, at, reason);
    return accepted(null);
  }
  const sources = policySourcesOf(state, facts, { command: command.policies });
  const timing = decideTiming(state, at, { policy: resolvePolicy('detach.when', sources), command });
  if (!timing.ok) return timing;
  const policies = withPolicy(resolvePolicies(creditPolicyKeys, sources), timing.value.policy);
  const { effectiveAt, isNow } = timing.value;
  const conflicts = state.pending.filter((change) => change.type === 'cancel' || change.effectiveAt >= effectiveAt);
  const policy = resolvePolicy('pending.conflict', sources);
  const { actor } = command;
  const contradicted = isNow ? [] : conflicts.filter(contradicts(effectiveAt));
  const cleared = clearConflicts(recorder, at, { conflicts: contradicted, policy, actor });
  if (!cleared.ok) return cleared;
  if (isNow) applyCancel(recorder, at, { ending: 'canceled', reason, policies });
  else schedule(recorder, { type: 'cancel', reason, policies }, { at, effectiveAt, actor });
  return accepted(null);
};

/** A removal or a smaller change at the very end does not contradict the end; anything later, and any attach, does. */
const contradicts =
  (endsAt: string) =>
  (change: { readonly type: string; readonly effectiveAt: string }): boolean =>
    change.type === 'cancel' || change.type === 'attachAddOn' || change.effectiveAt > endsAt;
