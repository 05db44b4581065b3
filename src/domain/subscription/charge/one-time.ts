import type { ChargePolicies } from '../model/pinned-policies.ts';
import type { Instant } from '../../time/instant.ts';
import type { Charge, ChargeSource, Placement } from './lines.ts';

/** How the one-time prices of a source are charged. */
export interface OneTimeCharge {
  readonly placement: Placement;
  readonly policies: ChargePolicies;
  /** Before the instant of charging only if backdated. */
  readonly startsAt: Instant;
}

/**
 * Charges the one-time prices of a source in full: never prorated, not refunded (semantics row 24, ADR 0053). The caller makes this part of
 * the first charge of the source. It pays until the end of the subscription (`oneTime.term` = `subscriptionEnd`).
 */
export const oneTimeCharge = (source: ChargeSource, terms: OneTimeCharge): Charge => ({
  source,
  terms: { charged: 'oneTime', ...terms },
});
