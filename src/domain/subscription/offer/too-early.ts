import type { BaseVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import type { PolicySources } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { addOnBlockedInTrial } from '../../refusals/add-ons.ts';
import type { Instant } from '../../time/instant.ts';
import { inTrial, runningPeriod } from '../calendar/periods.ts';
import { blockingTrialPolicy } from './may-buy.ts';
import { refuseBeforePhase } from './phases.ts';
import type { Actor, LiveSubscription } from '../model/state.ts';

/** An attach or increase, and when it takes effect. */
export interface Addition {
  readonly base: BaseVersion;
  readonly link: PlanAddOn;
  /** That of the attachment, which may differ from that of the link. */
  readonly requirement: PlanAddOn['requirement'];
  readonly actor: Actor;
  readonly effectiveAt: Instant;
  readonly sources: PolicySources;
}

/** Refuses an attach or increase before the phase of the add-on (rule 1-14), or in a trial that blocks it (semantics row 14). */
export function refuseTooEarly(state: LiveSubscription, addition: Addition): Result<null> {
  const { base, link, effectiveAt } = addition;
  const inPhase = refuseBeforePhase(link, { base, terms: state.terms, at: effectiveAt });
  return inPhase.ok ? refuseInTrial(state, addition) : inPhase;
}

function refuseInTrial(state: LiveSubscription, { link, requirement, actor, effectiveAt, sources }: Addition): Result<null> {
  const { end } = runningPeriod(state);
  const policy = blockingTrialPolicy(sources, { requirement, actor });
  if (policy === null || !inTrial(state) || effectiveAt >= end) return accepted(null);
  return addOnBlockedInTrial({ addOnKey: link.addOnKey, policy: policy.key, level: policy.level, trialEndsAt: end });
}
