import { accepted, type Result } from '../../refusal.ts';
import { applyCancel } from './cancel.effect.ts';
import type { Cancel } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import { policySourcesOf } from '../offer/offerings.ts';
import { clearConflicts, schedule } from '../calendar/schedule.ts';
import { resolvePolicies, withPolicy } from '../model/permissions.ts';
import { type PinnedPolicies, type PolicySources, resolvePolicy } from '../../policy/policy.ts';
import { decideTiming, type Timing } from '../calendar/effective-time.ts';

/** Ends the subscription: at the end of the period with access until then, or at once with a credit for unused time. */
export const cancelSubscription: Handler<Cancel> = (recorder, command, { at }) => {
  const { state, facts } = recorder;
  const sources = policySourcesOf(state, facts, { command: command.policies });
  const reason = command.reason ?? null;
  // Before the start there is no period whose end could be waited for, and nothing to credit: the order is withdrawn at once.
  const timing: Result<Pick<Timing, 'effectiveAt' | 'isNow'> & Partial<Timing>> =
    state.period === null
      ? accepted({ effectiveAt: at, isNow: true })
      : decideTiming(state, at, { policy: resolvePolicy('detach.when', sources), command });
  if (!timing.ok) return timing;
  const policies = policiesOf(timing.value, sources);
  const { effectiveAt, isNow } = timing.value;
  const conflicts = state.pending.filter((change) => change.type === 'cancel' || change.effectiveAt >= effectiveAt);
  const policy = resolvePolicy('pending.conflict', sources);
  const { actor } = command;
  const contradicted = isNow ? [] : conflicts.filter(contradicts(effectiveAt));
  const cleared = clearConflicts(recorder, at, { conflicts: contradicted, policy, actor });
  if (!cleared.ok) return cleared;
  if (isNow) applyCancel(recorder, at, { ending: 'canceled', reason, policies });
  else schedule(recorder, { type: 'cancel', reason }, { at, effectiveAt, actor, policies });
  return accepted(null);
};

/** What a cancellation is decided by: no policy has a say before the start. */
function policiesOf({ policy }: Partial<Timing>, sources: PolicySources): PinnedPolicies {
  return policy === undefined ? {} : withPolicy(resolvePolicies(['credit.form', 'proration.unit'], sources), policy);
}

/** A removal or a smaller change at the very end does not contradict the end; anything later, and any attach, does. */
const contradicts =
  (endsAt: string) =>
  (change: { readonly type: string; readonly effectiveAt: string }): boolean =>
    change.type === 'cancel' || change.type === 'attachAddOn' || change.effectiveAt > endsAt;
