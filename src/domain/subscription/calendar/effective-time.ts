import type { ResolvedPolicy, TimingPolicyKey, TimingValue } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { effectiveAtInvalid } from '../../refusals/times.ts';
import type { Instant } from '../../time/instant.ts';
import { isBoundary, runningPeriod } from './periods.ts';
import { forbidden } from '../model/permissions.ts';
import type { Actor, LiveSubscription } from '../model/state.ts';

/** When a change takes effect. */
export interface Timing {
  readonly effectiveAt: Instant;
  /** The policy that decided; its level is `command` where the command stated `when`. */
  readonly policy: TimingPolicy;
}

type TimingPolicy = ResolvedPolicy<TimingPolicyKey>;

/** The time that a command states, and the policy that applies if it states none. */
export interface TimingRequest {
  readonly policy: TimingPolicy;
  readonly command: { readonly actor: Actor; readonly when?: TimingValue; readonly at?: Instant };
}

/**
 * Decides when a change takes effect: as the command states, otherwise as the policy (semantics rows 1, 4, 6). `nextPeriod` and `periodEnd`
 * are the same instant. An administrator may state any time. A customer may delay a change, not bring it forward; where the policy is a
 * boundary, only to another boundary, since an `at` within a later period would evade `periodEnd` and earn a credit (semantics §9).
 * Refuses `policy_argument_forbidden`, and `effective_at_invalid` if the instant is missing, not allowed or not in the future.
 * @rule 2-21, 4-20
 */
export function decideTiming(state: LiveSubscription, now: Instant, { policy, command }: TimingRequest): Result<Timing> {
  const { actor, when = policy.value, at } = command;
  const effectiveAt = instantOf(state, now, { when, at });
  if (!effectiveAt.ok) return effectiveAt;
  const isOwn = actor === 'admin' || when === policy.value;
  const isWithin =
    isOwn || (effectiveAt.value > now ? mayDelay(state, policy.value, effectiveAt.value) : policy.value === 'now');
  if (!isWithin) return forbidden(policy);
  return accepted({ effectiveAt: effectiveAt.value, policy: timingPolicy(policy, command.when) });
}

/** The resolved timing policy: a stated `when` overrides every level (semantics §1). */
export const timingPolicy = (policy: TimingPolicy, when: TimingValue | undefined): TimingPolicy =>
  when === undefined ? policy : { ...policy, value: when, level: 'command' };

function instantOf(
  state: LiveSubscription,
  now: Instant,
  { when, at }: { readonly when: TimingValue; readonly at: Instant | undefined },
): Result<Instant> {
  if (when === 'now') return at === undefined ? accepted(now) : effectiveAtInvalid({ needlessFor: when });
  if (when === 'nextPeriod' || when === 'periodEnd') {
    return at === undefined ? accepted(runningPeriod(state).end) : effectiveAtInvalid({ needlessFor: when });
  }
  if (at === undefined) return effectiveAtInvalid({ missingFor: when });
  if (at <= now) return effectiveAtInvalid({ notAfter: now });
  return accepted(at);
}

/** Whether a customer may delay a change to a later instant than that of the policy. */
const mayDelay = (state: LiveSubscription, policyValue: TimingValue, effectiveAt: Instant): boolean =>
  policyValue === 'now' || policyValue === 'at' || isBoundary(state, effectiveAt);
