import type { ChargePolicies } from '../model/pinned-policies.ts';
import type { Instant } from '../../time/instant.ts';
import type { Charge, ChargeSource, Placement } from './lines.ts';

/** When and how the one-time prices of a source are charged. */
export interface OneTimeCharge {
  readonly placement: Placement;
  readonly policies: ChargePolicies;
  /** Earlier than the instant of charging only where something is backdated. */
  readonly startsAt: Instant;
}

/**
 * What a source is sold for once: charged in full, never prorated, and not given back (semantics row 24). It comes with the first
 * charge of the source, so where that is free at first it comes with the renewal or the end of the trial. It pays for as long as the
 * subscription (`oneTime.term` = `subscriptionEnd`).
 */
export const oneTimeCharge = (source: ChargeSource, terms: OneTimeCharge): Charge => ({
  source,
  terms: { charged: 'oneTime', ...terms },
});
