import type { InvoiceLine } from '../billing/invoice.ts';
import type { Instant } from '../time/instant.ts';
import { compareDecimals, subtract } from '../money/exact.ts';
import { chargedParts, type Charging } from './charging.ts';
import { type ChargeSource, countsOnce, type GrantIdsByCard, raiseCharges } from './charges.ts';
import { creditUnused } from './credits.ts';
import { type GrantReason, paidBy, planGrants, startGrants } from './grants.ts';
import { addOnVersion } from './offerings.ts';
import type { PinnedPolicies } from '../policy/policy.ts';
import { inTrial, runningPeriod } from './periods.ts';
import type { Recorder } from './recorder.ts';
import type { SubscriptionAddOn } from './state.ts';

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
  recorder.record(at, { type: 'AddOnQuantityChanged', attachmentId: addOn.id, from: addOn.quantity, to });
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
  if (at >= runningPeriod(state).end) return { lines: [], reason: 'paidByRenewal' };
  const isFree = addOn.freeUntil !== null && at < addOn.freeUntil;
  return isFree ? { lines: [], reason: inTrial(state) ? 'trial' : 'freeUntilRenewal' } : chargeIncrease(recorder, at, change);
}

type PaidQuantity = NewQuantity & { readonly grantIds: GrantIdsByCard };

function chargeIncrease(recorder: Recorder, at: Instant, { addOn, to, charging, policies, grantIds }: PaidQuantity): Charged {
  const { state, facts } = recorder;
  const { parts, whole, reason } = chargedParts(state, at, charging);
  const version = addOnVersion(facts, addOn.versionId);
  const cards = version.rateCards.filter((card) => !countsOnce(state, version, card));
  const source: ChargeSource = {
    version,
    attachmentId: addOn.id,
    quantity: subtract(to, addOn.quantity),
    above: addOn.quantity,
    cards,
  };
  const lines = parts.flatMap((service) =>
    raiseCharges(recorder, at, { source, terms: { service, whole, placement: charging.placement, policies }, grantIds }),
  );
  return { lines, reason };
}

/** Ends the quota grants of the old quantity and prepares those of the new one; boolean and static access does not change. */
function replaceQuotas(recorder: Recorder, at: Instant, { addOn, to }: NewQuantity) {
  const { state, facts } = recorder;
  const version = addOnVersion(facts, addOn.versionId);
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
