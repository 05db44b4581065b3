import { resolvePolicies, resolvePolicy, withPolicy } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import { applyAttach } from '../add-on/attach.effect.ts';
import { beginSource } from '../charge/begin-source.ts';
import { trialPolicyKey } from '../charge/charge-policies.ts';
import { periodCharges } from '../charge/lines.ts';
import { baseOf, linkTo, policySources, policySourcesOf, soldAddOn } from '../offer/offerings.ts';
import { oneTimeCharge } from '../charge/one-time.ts';
import { billingPeriod, inTrial } from '../calendar/periods.ts';
import { baseInPhase } from '../offer/phases.ts';
import type { Recorder } from '../model/recorder.ts';
import type { OrderedAddOn } from '../model/state.ts';

/** Starts the subscription with the add-ons of its order: in the trial of its plan if there is one, otherwise in period 1. */
export function startSubscription(recorder: Recorder, at: Instant): void {
  const { terms } = recorder.state;
  const { order } = terms;
  if (terms.trialEndsAt === null) {
    recorder.record(at, { type: 'PeriodStarted', period: billingPeriod(terms, 1, recorder.facts) });
  } else {
    const { timeZoneData } = recorder.facts;
    const period = { number: 0, start: terms.startAt, end: terms.trialEndsAt, timeZoneData };
    recorder.record(at, { type: 'TrialStarted', period });
  }
  startBase(recorder, at);
  for (const ordered of order) attachOrdered(recorder, at, ordered);
}

/** Starts the grants of the base, and charges the first period unless a trial runs. */
function startBase(recorder: Recorder, at: Instant): void {
  const { state, facts } = recorder;
  const source = { version: baseInPhase(state, facts), attachmentId: null, quantity: '1' };
  const access = { source, startsAt: at };
  if (inTrial(state)) return recorder.record(at, ...beginSource(state, at, { access, charges: [], reason: 'trial' }));
  const policies = resolvePolicies(['proration.unit'], policySourcesOf(state, facts, {}));
  const once = oneTimeCharge(source, { placement: 'now', policies, startsAt: at });
  const charges = [...periodCharges(state, source, policies), once];
  recorder.record(at, ...beginSource(state, at, { access, charges, reason: 'noPrice' }));
}

/** Attaches an ordered add-on: charged on the first invoice, or in a trial as the trial policy says (semantics rows 13, 14). */
function attachOrdered(recorder: Recorder, at: Instant, ordered: OrderedAddOn): void {
  const { facts, state } = recorder;
  const version = soldAddOn(facts, ordered);
  const base = baseOf(state, facts);
  const link = linkTo(base, version.key);
  const sources = policySources(facts, { base, addOn: version, link, command: state.terms.ownPolicies });
  const trialPolicy = resolvePolicy(trialPolicyKey(ordered), sources);
  const trial = trialPolicy.value === 'charge' ? 'charge' : 'free';
  applyAttach(recorder, at, {
    version,
    linkVersionId: ordered.linkVersionId,
    quantity: ordered.quantity,
    requirement: ordered.requirement,
    startsAt: at,
    charging: { proration: 'prorate', placement: 'now', trial },
    policies: withPolicy(resolvePolicies(['proration.unit'], sources), trialPolicy),
  });
}
