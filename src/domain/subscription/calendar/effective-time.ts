import type { ResolvedPolicy, TimingPolicyKey, TimingWord } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { effectiveAtInvalid } from '../../refusals/times.ts';
import type { Instant } from '../../time/instant.ts';
import { isBoundary, runningPeriod } from './periods.ts';
import { forbidden } from '../model/permissions.ts';
import type { Actor, LiveSubscription } from '../model/state.ts';

/** From when a change holds: now, or an instant to come. */
export interface Timing {
  readonly effectiveAt: Instant;
  /** What decided that: the policy, or the command where it says so itself. */
  readonly policy: TimingPolicy;
}

type TimingPolicy = ResolvedPolicy<TimingPolicyKey>;

/** What a command says about its time, and the policy that says it otherwise. */
export interface TimingRequest {
  readonly policy: TimingPolicy;
  readonly command: { readonly actor: Actor; readonly when?: TimingWord; readonly at?: Instant };
}

/**
 * Turns the words of a command, or else of the policy, into an instant (semantics rows 1, 4, 6). An admin may ask for any; a
 * customer may put a change off, but never bring it forward of what the policy says, and where that is a boundary, only to another
 * boundary (`policy_argument_forbidden`, semantics §9): otherwise an `at` in the middle of any period to come would be a way around
 * `periodEnd`, with a credit for the rest. `nextPeriod` and `periodEnd` are the same instant, seen from its two sides. Refuses
 * `effective_at_invalid` when the instant is missing, needless or not to come.
 * @rule 2-21, 4-20
 */
export function decideTiming(state: LiveSubscription, now: Instant, { policy, command }: TimingRequest): Result<Timing> {
  const { actor, when = policy.value, at } = command;
  const effectiveAt = instantOf(state, now, { when, at });
  if (!effectiveAt.ok) return effectiveAt;
  const isOwn = actor === 'admin' || when === policy.value;
  const isWithin =
    isOwn || (effectiveAt.value > now ? mayWait(state, policy.value, effectiveAt.value) : policy.value === 'now');
  if (!isWithin) return forbidden(policy);
  return accepted({ effectiveAt: effectiveAt.value, policy: timingPolicy(policy, command.when) });
}

/** The policy of a time as it counts: a command that says `when` goes before every level (semantics §1). */
export const timingPolicy = (policy: TimingPolicy, when: TimingWord | undefined): TimingPolicy =>
  when === undefined ? policy : { ...policy, value: when, level: 'command' };

function instantOf(
  state: LiveSubscription,
  now: Instant,
  { when, at }: { readonly when: TimingWord; readonly at: Instant | undefined },
): Result<Instant> {
  if (when === 'now') return at === undefined ? accepted(now) : effectiveAtInvalid({ needlessFor: when });
  if (when === 'nextPeriod' || when === 'periodEnd') {
    return at === undefined ? accepted(runningPeriod(state).end) : effectiveAtInvalid({ needlessFor: when });
  }
  if (at === undefined) return effectiveAtInvalid({ missingFor: when });
  if (at <= now) return effectiveAtInvalid({ notAfter: now });
  return accepted(at);
}

/** Whether a customer's time to come keeps to a policy that says another word. */
const mayWait = (state: LiveSubscription, policyValue: TimingWord, effectiveAt: Instant): boolean =>
  policyValue === 'now' || policyValue === 'at' || isBoundary(state, effectiveAt);
