import { earlierOf, type Instant, laterOf } from '../../time/instant.ts';
import type { Placement } from './lines.ts';
import type { PolicyValue } from '../../policy/policy.ts';
import { inTrial, runningPeriod, serviceParts, type ServicePart } from '../calendar/periods.ts';
import type { AttachPolicies, IncreasePolicies, TrialPolicyKey } from '../model/pinned-policies.ts';
import type { Actor, LiveSubscription } from '../model/state.ts';

/** How a start or increase within a period is charged (semantics rows 2, 3, 6, 13, 14). */
export interface Charging {
  readonly proration: PolicyValue<'attach.proration'>;
  readonly placement: Placement;
  /** Whether it is charged for the plan's trial. */
  readonly trial: PolicyValue<'trial.mandatory'>;
}

/** How a new attachment is charged by its pinned policies. */
export function attachCharging(
  policies: AttachPolicies,
  { requirement, actor }: { readonly requirement: 'mandatory' | 'optional'; readonly actor: Actor },
): Charging {
  // Undefined for an attach outside the plan's trial.
  const trial = policies[trialPolicyKey({ requirement, actor })];
  return {
    proration: policies['attach.proration'].value,
    placement: policies['attach.invoice'].value === 'nextInvoice' ? 'next' : 'nowIfPositive',
    trial: trial?.value === 'charge' ? 'charge' : 'free',
  };
}

/** The key of the trial policy of an add-on (semantics rows 13, 14). */
export const trialPolicyKey = ({
  requirement,
  actor,
}: {
  readonly requirement: 'mandatory' | 'optional';
  readonly actor: Actor;
}): TrialPolicyKey => (requirement === 'mandatory' ? 'trial.mandatory' : `trial.optional.${actor}`);

/** How an increase is charged: by the attach policies if an attach adds instances, otherwise by those of an increase. */
export function increaseCharging(policies: AttachPolicies | IncreasePolicies, actor: Actor): Charging {
  if ('attach.proration' in policies) return attachCharging(policies, { requirement: 'optional', actor });
  return {
    proration: policies['quantity.increase.proration'].value,
    placement: policies['quantity.increase.invoice'].value === 'nextInvoice' ? 'next' : 'nowIfPositive',
    trial: 'charge',
  };
}

/**
 * Adjusts charging for a change that was scheduled for a boundary: the renewal at that instant charges it, so it is neither free until the
 * next renewal nor deferred to it. A command at that instant comes after the renewal.
 */
export const chargingAt = (
  state: LiveSubscription,
  at: Instant,
  { charging, scheduledAt }: { readonly charging: Charging; readonly scheduledAt: Instant },
): Charging =>
  scheduledAt < at && runningPeriod(state).start === at ? { ...charging, proration: 'prorate', placement: 'now' } : charging;

/** The parts of a period that are charged. */
export interface ChargedParts {
  readonly parts: readonly ServicePart[];
  /** Whether each part costs the full price. */
  readonly whole: boolean;
  /** Until when it is free; null if it is charged from the start. */
  readonly freeUntil: Instant | null;
  readonly reason: 'trial' | 'freeUntilRenewal' | 'noPrice';
}

/**
 * The parts to charge for a start in the running period, or before it if backdated: one in each full period until the end of the running
 * one. A free trial is never charged, not by a backdated start either.
 * @rule 2-8, 3-45
 */
export function chargedParts(state: LiveSubscription, startsAt: Instant, { proration, trial }: Charging): ChargedParts {
  const { terms } = state;
  const { end } = runningPeriod(state);
  if (inTrial(state) && trial === 'free') return { parts: [], whole: false, freeUntil: end, reason: 'trial' };
  const start = trial === 'free' ? laterOf(startsAt, terms.anchorAt) : startsAt;
  const parts = serviceParts(terms, { start, end });
  if (proration === 'freeUntilRenewal') return freeUntilRenewal(state, parts);
  return { parts, whole: proration === 'full' && !inTrial(state), freeUntil: null, reason: 'noPrice' };
}

/** Is free until the first boundary after the start: the end of the trial or of the period. */
function freeUntilRenewal(state: LiveSubscription, parts: readonly ServicePart[]): ChargedParts {
  const [first, ...later] = parts;
  const { end } = runningPeriod(state);
  const reason = 'freeUntilRenewal';
  if (inTrial(state) || first === undefined) return { parts: [], whole: false, freeUntil: end, reason };
  return { parts: later, whole: false, freeUntil: earlierOf(first.full.end, end), reason };
}
