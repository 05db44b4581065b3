import type { Instant } from '../../time/instant.ts';
import type { AttachmentId } from '../../ids.ts';
import { compareDecimals, subtract } from '../../money/exact.ts';
import { chargedParts, type Charging } from '../charge/charge-policies.ts';
import { beginSource, type SourceBeginning } from '../charge/begin-source.ts';
import { type ChargeSource, countsOnce, recurringCharges } from '../charge/lines.ts';
import { creditUnused } from '../charge/credits.ts';
import { endGrants, type GrantPlan, grantsOf } from '../charge/grants.ts';
import { soldAddOn } from '../offer/offerings.ts';
import { oneTimeCharge } from '../charge/one-time.ts';
import { inTrial, runningPeriod } from '../calendar/periods.ts';
import type { ChargePolicies, CreditPolicies } from '../model/pinned-policies.ts';
import type { Recorder } from '../model/recorder.ts';
import type { Situation } from '../model/situation.ts';
import type { Facts } from '../model/facts.ts';
import type { LiveSubscription, Attachment } from '../model/state.ts';

interface QuantityTarget {
  readonly attachment: Attachment;
  readonly to: string;
}

/** An increase, and how it is charged. */
interface Increase extends QuantityTarget {
  readonly direction: 'increase';
  readonly charging: Charging;
  readonly policies: ChargePolicies;
}

/** A decrease, and how it is credited. */
interface Decrease extends QuantityTarget {
  readonly direction: 'decrease';
  readonly policies: CreditPolicies;
}

/** A new quantity of an attachment. */
export type QuantityChange = Increase | Decrease;

/** Whether a new quantity is an increase or a decrease. */
export const directionOf = ({ attachment, to }: QuantityTarget): QuantityChange['direction'] =>
  compareDecimals(to, attachment.quantity) > 0 ? 'increase' : 'decrease';

/**
 * Changes a quantity: charges an increase and credits a decrease for the rest of the period (semantics row 6). On a boundary it does
 * neither, except for one-time prices, since the renewal at that instant charges the new quantity. Returns the id of the attachment.
 */
export function applyQuantity(recorder: Recorder, at: Instant, change: QuantityChange): AttachmentId {
  const { attachment, to, policies } = change;
  const onBoundary = at >= runningPeriod(recorder.state).end;
  if (change.direction === 'decrease' && !onBoundary) {
    recorder.record(at, ...creditUnused(recorder, at, [{ attachmentId: attachment.id, to, policies: change.policies }]));
  }
  recorder.record(at, { type: 'AddOnQuantityChanged', attachmentId: attachment.id, from: attachment.quantity, to, policies });
  const access = planQuotaGrants(recorder, at, change);
  recorder.record(at, ...endGrants(access.replaced));
  recorder.record(at, ...beginSource(recorder.state, at, { access, ...chargeOf(recorder, at, change) }));
  return attachment.id;
}

/** The charges of a change of quantity, or the reason why there are none. */
function chargeOf({ state, facts }: Situation, at: Instant, change: QuantityChange): Omit<SourceBeginning, 'access'> {
  if (change.direction === 'decrease') return { charges: [], reason: 'quantityDecreased' };
  const { policies } = change;
  const { freeUntil } = change.attachment;
  if (freeUntil !== null && at < freeUntil) return { charges: [], reason: inTrial(state) ? 'trial' : 'freeUntilRenewal' };
  const source = addedUnits(state, facts, change);
  if (at < runningPeriod(state).end) return chargeIncrease(state, at, { ...change, source });
  // The renewal charges the recurring prices of the new quantity; one-time prices only if it is the first charge.
  const once = oneTimeCharge(source, { placement: 'now', policies, startsAt: at });
  return { charges: freeUntil === at ? [] : [once], reason: 'paidByRenewal' };
}

function chargeIncrease(
  state: LiveSubscription,
  at: Instant,
  { charging, policies, source }: Increase & { readonly source: ChargeSource },
): Omit<SourceBeginning, 'access'> {
  const { parts, whole, freeUntil, reason } = chargedParts(state, at, charging);
  const { placement } = charging;
  const recurring = recurringCharges(source, { parts, whole, placement, policies });
  // No renewal charges one-time prices of added units: if these are free until the renewal, they are raised now for its invoice.
  const oncePlacement = freeUntil === null ? placement : 'next';
  return { charges: [...recurring, oneTimeCharge(source, { placement: oncePlacement, policies, startsAt: at })], reason };
}

/** The added units of the rate cards that are charged by quantity. */
function addedUnits(state: LiveSubscription, facts: Facts, { attachment, to }: Increase): ChargeSource {
  const version = soldAddOn(facts, attachment);
  const cards = version.rateCards.filter((card) => !countsOnce(state, version, card));
  return {
    version,
    attachmentId: attachment.id,
    quantity: subtract(to, attachment.quantity),
    above: attachment.quantity,
    cards,
  };
}

/** The quota grants of the new quantity, and those that they replace; boolean and static grants do not depend on the quantity. */
function planQuotaGrants({ state, facts }: Situation, at: Instant, { attachment, to }: QuantityChange): Required<GrantPlan> {
  const version = soldAddOn(facts, attachment);
  const cards = version.rateCards.filter((card) => card.entitlement?.kind === 'metered' && !countsOnce(state, version, card));
  const keys = new Set(cards.map(({ key }) => key));
  const replaced = grantsOf(state, attachment.id).filter(({ rateCardKey }) => keys.has(rateCardKey));
  return { source: { version, attachmentId: attachment.id, quantity: to, cards }, startsAt: at, replaced };
}
