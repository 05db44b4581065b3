import { type PolicySources, resolvePolicy } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { addOnBlockedInTrial } from '../../refusals/add-ons.ts';
import type { Instant } from '../../time/instant.ts';
import { inTrial, runningPeriod } from '../calendar/periods.ts';
import type { Actor, LiveSubscription } from '../model/state.ts';

/** In the plan's trial, what an actor may add is a policy of its own (semantics row 14). Refuses `add_on_blocked_in_trial`. */
export function refuseInTrial(
  state: LiveSubscription,
  {
    effectiveAt,
    actor,
    addOnKey,
    sources,
  }: {
    readonly effectiveAt: Instant;
    readonly actor: Actor;
    readonly addOnKey: string;
    readonly sources: PolicySources;
  },
): Result<null> {
  const { end } = runningPeriod(state);
  const policy = resolvePolicy(`trial.optional.${actor}`, sources);
  if (!inTrial(state) || effectiveAt >= end || policy.value !== 'block') return accepted(null);
  return addOnBlockedInTrial({ addOnKey, policy: policy.key, level: policy.level, trialEndsAt: end });
}
