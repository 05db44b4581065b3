import type { InvoiceLine } from '../../billing/invoice.ts';
import type { Instant } from '../../time/instant.ts';
import { compareDecimals, subtract } from '../../money/exact.ts';
import { chargedParts, type Charging } from '../charge/charge-policies.ts';
import { type ChargeSource, countsOnce, type GrantIdsByCard, raiseCharges } from '../charge/lines.ts';
import { creditUnused } from '../charge/credits.ts';
import { type GrantReason, paidBy, planGrants, startGrants } from '../charge/grants.ts';
import { soldAddOn } from '../offer/offerings.ts';
import { raiseOneTimeCharges } from '../charge/one-time.ts';
import type { PinnedPolicies } from '../../policy/policy.ts';
import { inTrial, runningPeriod } from '../calendar/periods.ts';
import type { Recorder } from '../model/recorder.ts';
import type { SubscriptionAddOn } from '../model/state.ts';

/** Another quantity for an attachment. */
export interface NewQuantity {
  readonly addOn: SubscriptionAddOn;
  readonly to: string;
  readonly charging: Charging;
  readonly policies: PinnedPolicies;
}

/**
 * Changes a quantity: more units are charged for the rest of the period, fewer are credited for it. On a boundary neither
 * happens, since the renewal of the same instant charges the new quantity.
 */
export function applyQuantity(recorder: Recorder, at: Instant, change: NewQuantity): void {
  const { addOn, to } = change;
  const increases = compareDecimals(to, addOn.quantity) > 0;
  const onBoundary = at >= runningPeriod(recorder.state).end;
  if (!increases && !onBoundary) {
    creditUnused(recorder, at, [{ attachmentId: addOn.id, to, policies: change.policies }]);
  }
  const { policies } = change;
  recorder.record(at, { type: 'AddOnQuantityChanged', attachmentId: addOn.id, from: addOn.quantity, to, policies });
  const regrant = replaceQuotas(recorder, at, change);
  const { lines, reason } = chargeOf(recorder, at, { ...change, grantIds: regrant.grantIds });
  regrant.start(lines, reason);
}

interface Charged {
  readonly lines: readonly InvoiceLine[];
  /** Why there is access to the new quantity where no line says so. */
  readonly reason: GrantReason;
}

/** What a change of quantity costs. */
function chargeOf(recorder: Recorder, at: Instant, change: PaidQuantity): Charged {
  const { addOn, to } = change;
  if (compareDecimals(to, addOn.quantity) < 0) return { lines: [], reason: 'quantityDecreased' };
  const { state } = recorder;
  const { freeUntil } = addOn;
  if (freeUntil !== null && at < freeUntil) return { lines: [], reason: inTrial(state) ? 'trial' : 'freeUntilRenewal' };
  if (at < runningPeriod(state).end) return chargeIncrease(recorder, at, change);
  // The renewal of this instant charges the new quantity for its period; what is charged once it charges only where it is the first.
  const { policies, grantIds } = change;
  const once = { source: furtherUnits(recorder, change), grantIds, placement: 'now', policies, startsAt: at } as const;
  return { lines: freeUntil === at ? [] : raiseOneTimeCharges(recorder, at, once), reason: 'paidByRenewal' };
}

type PaidQuantity = NewQuantity & { readonly grantIds: GrantIdsByCard };

function chargeIncrease(recorder: Recorder, at: Instant, change: PaidQuantity): Charged {
  const { charging, policies, grantIds } = change;
  const { parts, whole, freeUntil, reason } = chargedParts(recorder.state, at, charging);
  const { placement } = charging;
  const source = furtherUnits(recorder, change);
  const recurring = parts.flatMap((service) =>
    raiseCharges(recorder, at, { source, grantIds, terms: { charged: 'recurring', service, whole, placement, policies } }),
  );
  // Units that are free for now are charged with the renewal; what is charged once no renewal would charge, so it is put off to it.
  const putOff = freeUntil === null ? placement : 'next';
  const once = raiseOneTimeCharges(recorder, at, { source, grantIds, placement: putOff, policies, startsAt: at });
  return { lines: [...recurring, ...once], reason };
}

/** The units that come on top of those that the attachment has, of what is sold by the unit. */
function furtherUnits({ state, facts }: Recorder, { addOn, to }: NewQuantity): ChargeSource {
  const version = soldAddOn(facts, addOn);
  const cards = version.rateCards.filter((card) => !countsOnce(state, version, card));
  return { version, attachmentId: addOn.id, quantity: subtract(to, addOn.quantity), above: addOn.quantity, cards };
}

/** Ends the quota grants of the old quantity and prepares those of the new one; boolean and static access does not change. */
function replaceQuotas(recorder: Recorder, at: Instant, { addOn, to }: NewQuantity) {
  const { state, facts } = recorder;
  const version = soldAddOn(facts, addOn);
  const cards = version.rateCards.filter((card) => card.entitlement?.kind === 'metered' && !countsOnce(state, version, card));
  const source: ChargeSource = { version, attachmentId: addOn.id, quantity: to, cards };
  const replaced = new Set(cards.map(({ key }) => key));
  const metered = state.grants.filter((grant) => grant.attachmentId === addOn.id && replaced.has(grant.rateCardKey));
  for (const { id } of metered) recorder.record(at, { type: 'GrantEnded', grantId: id });
  const planned = planGrants(recorder.state, { source, startsAt: at }).map(({ grant }) => ({
    grant: { ...grant, windowAnchorAt: anchorOf(metered, grant.rateCardKey) ?? grant.windowAnchorAt },
  }));
  const kept = recorder.state.grants.filter(({ attachmentId }) => attachmentId === addOn.id);
  return {
    grantIds: paidBy([...kept, ...planned.map(({ grant }) => grant)], version),
    start: (lines: Parameters<typeof startGrants>[2]['lines'], reason: GrantReason) =>
      startGrants(recorder, at, { planned, lines, reason }),
  };
}

const anchorOf = (
  grants: readonly { readonly rateCardKey: string; readonly windowAnchorAt: Instant | null }[],
  rateCardKey: string,
): Instant | null => grants.find((grant) => grant.rateCardKey === rateCardKey)?.windowAnchorAt ?? null;
