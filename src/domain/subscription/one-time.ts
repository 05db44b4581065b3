import type { InvoiceLine } from '../billing/invoice.ts';
import type { PinnedPolicies } from '../policy/policy.ts';
import type { Instant } from '../time/instant.ts';
import { type ChargeSource, type GrantIdsByCard, type Placement, raiseCharges } from './charges.ts';
import { periodFrom, runningPeriod } from './periods.ts';
import type { Recorder } from './recorder.ts';

export interface OneTimeCharge {
  readonly source: ChargeSource;
  readonly grantIds: GrantIdsByCard;
  readonly placement: Placement;
  readonly policies: PinnedPolicies;
  /** Earlier than the instant of charging only where something is backdated. */
  readonly startsAt: Instant;
}

/**
 * Charges what a source is sold for once: in full, never prorated, and not given back (semantics row 24). It comes with the first
 * charge of the source, so where that is free at first it comes with the renewal or the end of the trial. Answers the lines.
 */
export function raiseOneTimeCharges(recorder: Recorder, at: Instant, charge: OneTimeCharge): readonly InvoiceLine[] {
  const { state, facts } = recorder;
  const { source, grantIds, placement, policies, startsAt } = charge;
  const running = runningPeriod(state);
  const { end } = at < running.end ? running : periodFrom(state, at, facts);
  const part = { start: startsAt, end };
  const terms = { charged: 'oneTime', service: { part, full: part }, whole: true, placement, policies } as const;
  return raiseCharges(recorder, at, { source, grantIds, terms });
}
