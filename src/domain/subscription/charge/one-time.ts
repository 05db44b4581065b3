import type { InvoiceLine } from '../../billing/invoice.ts';
import type { PinnedPolicies } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import { type ChargeSource, type GrantIdsByCard, type Placement, raiseCharges } from './lines.ts';
import type { Recorder } from '../model/recorder.ts';

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
 * charge of the source, so where that is free at first it comes with the renewal or the end of the trial. It pays for as long as the
 * subscription (`oneTime.term` = `subscriptionEnd`). Answers the lines.
 */
export function raiseOneTimeCharges(recorder: Recorder, at: Instant, charge: OneTimeCharge): readonly InvoiceLine[] {
  const { source, grantIds, placement, policies, startsAt } = charge;
  const terms = { charged: 'oneTime', startsAt, placement, policies } as const;
  return raiseCharges(recorder, at, { source, grantIds, terms });
}
