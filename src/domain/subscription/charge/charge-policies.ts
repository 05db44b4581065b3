import { earlierOf, type Instant, laterOf } from '../../time/instant.ts';
import type { Placement } from './lines.ts';
import type { PolicyValue } from '../../policy/policy.ts';
import { inTrial, runningPeriod, serviceParts, type ServicePart } from '../calendar/periods.ts';
import type { AttachPolicies, IncreasePolicies, TrialPolicyKey } from '../model/pinned-policies.ts';
import type { Actor, LiveSubscription } from '../model/state.ts';

/** What the policies say about charging something that begins inside a period (semantics rows 2, 3, 6, 13, 14). */
export interface Charging {
  readonly proration: PolicyValue<'attach.proration'>;
  readonly placement: Placement;
  /** Whether the plan's trial is free for it. */
  readonly trial: PolicyValue<'trial.mandatory'>;
}

/** The charging of a new attachment. At the start of the subscription everything is on the first invoice. */
export function attachCharging(
  policies: AttachPolicies,
  { requirement, actor }: { readonly requirement: 'mandatory' | 'optional'; readonly actor: Actor },
): Charging {
  // Where the attach does not begin in the plan's trial there is none, and nothing of that is charged.
  const trial = policies[trialPolicyKey({ requirement, actor })];
  return {
    proration: policies['attach.proration'].value,
    placement: policies['attach.invoice'].value === 'nextInvoice' ? 'next' : 'nowIfPositive',
    trial: trial?.value === 'charge' ? 'charge' : 'free',
  };
}

/** The policy that says what the plan's trial means for an add-on (semantics rows 13, 14). */
export const trialPolicyKey = ({
  requirement,
  actor,
}: {
  readonly requirement: 'mandatory' | 'optional';
  readonly actor: Actor;
}): TrialPolicyKey => (requirement === 'mandatory' ? 'trial.mandatory' : `trial.optional.${actor}`);

/** The charging of more units. An attach that adds to an existing attachment keeps the attach policies. */
export function increaseCharging(policies: AttachPolicies | IncreasePolicies, actor: Actor): Charging {
  if ('attach.proration' in policies) return attachCharging(policies, { requirement: 'optional', actor });
  return {
    proration: policies['quantity.increase.proration'].value,
    placement: policies['quantity.increase.invoice'].value === 'nextInvoice' ? 'next' : 'nowIfPositive',
    trial: 'charge',
  };
}

/**
 * The charging of what begins at an instant. What was scheduled for a boundary is charged with the renewal of that very instant: it is
 * neither free until another renewal nor put off to one. What is commanded at that instant comes after the renewal.
 */
export const chargingAt = (
  state: LiveSubscription,
  at: Instant,
  { charging, scheduledAt }: { readonly charging: Charging; readonly scheduledAt: Instant },
): Charging =>
  scheduledAt < at && runningPeriod(state).start === at ? { ...charging, proration: 'prorate', placement: 'now' } : charging;

/** The parts that are charged, and whether each is charged in full. */
export interface ChargedParts {
  readonly parts: readonly ServicePart[];
  readonly whole: boolean;
  /** Until when it is free, where it is. */
  readonly freeUntil: Instant | null;
  readonly reason: 'trial' | 'freeUntilRenewal' | 'noPrice';
}

/**
 * What is charged for something that starts at an instant of the running period or, when it is backdated, before it: each full
 * period that it touches is a part of its own. A free trial of the plan is never charged afterwards.
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

/** Free up to the first boundary after the start: the end of the trial, or that of the period. */
function freeUntilRenewal(state: LiveSubscription, parts: readonly ServicePart[]): ChargedParts {
  const [first, ...later] = parts;
  const { end } = runningPeriod(state);
  const reason = 'freeUntilRenewal';
  if (inTrial(state) || first === undefined) return { parts: [], whole: false, freeUntil: end, reason };
  return { parts: later, whole: false, freeUntil: earlierOf(first.full.end, end), reason };
}
