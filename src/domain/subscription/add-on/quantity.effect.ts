import type { Instant } from '../../time/instant.ts';
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

interface AnotherQuantity {
  readonly attachment: Attachment;
  readonly to: string;
}

/** More units for an attachment, and how they are charged. */
interface Increase extends AnotherQuantity {
  readonly direction: 'increase';
  readonly charging: Charging;
  readonly policies: ChargePolicies;
}

/** Fewer units, and how those that are given up are credited. */
interface Decrease extends AnotherQuantity {
  readonly direction: 'decrease';
  readonly policies: CreditPolicies;
}

/** Another quantity for an attachment. */
export type NewQuantity = Increase | Decrease;

/** Which way a quantity goes. */
export const directionOf = ({ attachment, to }: AnotherQuantity): NewQuantity['direction'] =>
  compareDecimals(to, attachment.quantity) > 0 ? 'increase' : 'decrease';

/**
 * Changes a quantity: more units are charged for the rest of the period, fewer are credited for it. On a boundary neither
 * happens, since the renewal of the same instant charges the new quantity. Answers the id of the attachment.
 */
export function applyQuantity(recorder: Recorder, at: Instant, change: NewQuantity): string {
  const { attachment, to, policies } = change;
  const onBoundary = at >= runningPeriod(recorder.state).end;
  if (change.direction === 'decrease' && !onBoundary) {
    recorder.record(at, ...creditUnused(recorder, at, [{ attachmentId: attachment.id, to, policies: change.policies }]));
  }
  recorder.record(at, { type: 'AddOnQuantityChanged', attachmentId: attachment.id, from: attachment.quantity, to, policies });
  const access = newQuotas(recorder, at, change);
  recorder.record(at, ...endGrants(access.replaced));
  recorder.record(at, ...beginSource(recorder.state, at, { access, ...chargeOf(recorder, at, change) }));
  return attachment.id;
}

/** What a change of quantity costs. */
function chargeOf({ state, facts }: Situation, at: Instant, change: NewQuantity): Omit<SourceBeginning, 'access'> {
  if (change.direction === 'decrease') return { charges: [], reason: 'quantityDecreased' };
  const { policies } = change;
  const { freeUntil } = change.attachment;
  if (freeUntil !== null && at < freeUntil) return { charges: [], reason: inTrial(state) ? 'trial' : 'freeUntilRenewal' };
  const source = furtherUnits(state, facts, change);
  if (at < runningPeriod(state).end) return chargeIncrease(state, at, { ...change, source });
  // The renewal of this instant charges the new quantity for its period; what is charged once it charges only where it is the first.
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
  // Units that are free for now are charged with the renewal; what is charged once no renewal would charge, so it is put off to it.
  const putOff = freeUntil === null ? placement : 'next';
  return { charges: [...recurring, oneTimeCharge(source, { placement: putOff, policies, startsAt: at })], reason };
}

/** The units that come on top of those that the attachment has, of what is sold by the unit. */
function furtherUnits(state: LiveSubscription, facts: Facts, { attachment, to }: Increase): ChargeSource {
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

/** The quota grants of the new quantity, in the place of those of the old one; boolean and static access does not change. */
function newQuotas({ state, facts }: Situation, at: Instant, { attachment, to }: NewQuantity): Required<GrantPlan> {
  const version = soldAddOn(facts, attachment);
  const cards = version.rateCards.filter((card) => card.entitlement?.kind === 'metered' && !countsOnce(state, version, card));
  const keys = new Set(cards.map(({ key }) => key));
  const replaced = grantsOf(state, attachment.id).filter(({ rateCardKey }) => keys.has(rateCardKey));
  return { source: { version, attachmentId: attachment.id, quantity: to, cards }, startsAt: at, replaced };
}
