import type { Instant } from '../time/instant.ts';
import { type ChargeSource, raiseCharges } from './charges.ts';
import { paidBy } from './grants.ts';
import { addOnVersion, planOf, policySourcesOf } from './offerings.ts';
import { billingPeriod, runningPeriod } from './periods.ts';
import { resolvePolicies } from './permissions.ts';
import type { Recorder } from './recorder.ts';

/** Begins the next billing period and charges it in advance: the plan, then each attachment in the order of attaching. */
export function renew(recorder: Recorder, at: Instant): void {
  const number = runningPeriod(recorder.state).number + 1;
  recorder.record(at, { type: 'PeriodStarted', period: billingPeriod(recorder.state.terms, number, recorder.facts) });
  chargePeriod(recorder, at);
}

/** Charges the plan and every attachment for the whole running period. */
export function chargePeriod(recorder: Recorder, at: Instant): void {
  const { state, facts } = recorder;
  const plan = planOf(state, facts);
  const sources: readonly ChargeSource[] = [
    { version: plan, attachmentId: null, quantity: '1' },
    ...state.addOns.map(({ id, versionId, quantity }) => ({
      version: addOnVersion(facts, versionId),
      attachmentId: id,
      quantity,
    })),
  ];
  const full = runningPeriod(state);
  const period = { start: full.start, end: full.end };
  const service = { part: period, full: period };
  const policies = resolvePolicies(['proration.unit'], policySourcesOf(state, facts, {}));
  for (const source of sources) {
    const grants = state.grants.filter(({ attachmentId }) => attachmentId === source.attachmentId);
    const grantIds = paidBy(grants, source.version);
    raiseCharges(recorder, at, { source, terms: { service, whole: true, placement: 'now', policies }, grantIds });
  }
}
