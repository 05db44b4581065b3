import type {
  PendingChangeView,
  SubscriptionAddOnView,
  SubscriptionView,
} from '../../contracts/wire/subscription/subscription.ts';
import { assertNever } from '../../domain/invariant.ts';
import type { PendingChange } from '../../domain/subscription/model/pending-change.ts';
import { addOnStatusOf, plannedEnd } from '../../domain/subscription/add-on/status.ts';
import { calendarOf } from '../../domain/subscription/calendar/periods.ts';
import { presentPolicies } from '../../domain/subscription/model/present-policies.ts';
import { type BillingPeriod, type PinnedBase, statusOf, type Terms } from '../../domain/subscription/model/state.ts';
import { indexContaining, periodAt } from '../../domain/time/billing-calendar.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { AddOnRecord, SubscriptionRecord } from '../../application/ports/subscriptions.ts';

/** A subscription as it is at `now`: the record must have been brought up to date before. */
export function toApiSubscription(record: SubscriptionRecord, now: Instant): SubscriptionView {
  const { id, revision, state, nextWakeAt, stuck, above } = record;
  const { terms, period } = state;
  const at = state.terms.clock === 'wall' ? now : state.at;
  return {
    id,
    revision,
    customerId: terms.customerId,
    ...toApiBase(terms.base),
    status: statusOf(state),
    at,
    currency: terms.currency,
    cadence: terms.cadence,
    timeZone: terms.timeZone,
    anchorAt: terms.anchorAt,
    trialEndsAt: terms.trialEndsAt,
    cancelAt: endOf(record),
    runsInRealTime: terms.clock === 'wall',
    currentPeriod: period === null ? null : currentPeriod(terms, period, stuck === null ? at : state.at),
    nextWakeAt,
    stuck,
    policies: above === undefined ? terms.policies : presentPolicies(terms, above),
    addOns: record.addOns.map((addOn) => toApiAddOn(addOn, record)),
    pending: pendingOf(record).map(toApiPendingChange),
  };
}

const toApiBase = ({ kind, key, version }: PinnedBase) =>
  kind === 'plan'
    ? { planKey: key, planVersion: version, singlePurchaseKey: null, singlePurchaseVersion: null }
    : { planKey: null, planVersion: null, singlePurchaseKey: key, singlePurchaseVersion: version };

/** Where nothing recurs no event begins the periods, so the one that an instant falls into is counted from the anchor. */
function currentPeriod(terms: Terms, period: BillingPeriod, at: Instant): NonNullable<SubscriptionView['currentPeriod']> {
  if (at < period.end) return { start: period.start, end: period.end, number: period.number };
  const calendar = calendarOf(terms);
  const index = indexContaining(calendar, at);
  return { ...periodAt(calendar, index), number: index + 1 };
}

const pendingOf = ({ state }: SubscriptionRecord): readonly PendingChange[] => (state.phase === 'running' ? state.pending : []);

/** When the subscription ends or ended because somebody canceled it. */
function endOf(record: SubscriptionRecord): Instant | null {
  const { state } = record;
  if (state.phase === 'ended') return state.ending === 'canceled' ? state.endedAt : null;
  return pendingOf(record).find(({ type }) => type === 'cancel')?.effectiveAt ?? null;
}

function toApiAddOn(addOn: AddOnRecord, record: SubscriptionRecord): SubscriptionAddOnView {
  return {
    id: addOn.id,
    addOnKey: addOn.addOnKey,
    version: addOn.version,
    requirement: addOn.requirement,
    status: addOnStatusOf(record.state, addOn),
    quantity: addOn.quantity,
    startedAt: addOn.startedAt,
    endsAt: addOn.endedAt ?? plannedEnd(record.state, addOn.id),
    cyclesLeft: null,
  };
}

/** A pending change as the command that it will be. */
const toApiPendingChange = (change: PendingChange): PendingChangeView => ({
  id: change.id,
  command: commandOf(change),
  effectiveAt: change.effectiveAt,
  quote: null,
});

function commandOf(change: PendingChange): PendingChangeView['command'] {
  const { actor } = change;
  switch (change.type) {
    case 'attachAddOn':
      return { type: change.type, actor, addOnKey: change.addOnKey, quantity: change.quantity };
    case 'changeAddOnQuantity':
      return { type: change.type, actor, attachmentId: change.attachmentId, quantity: change.quantity };
    case 'removeAddOn':
      return { type: change.type, actor, attachmentId: change.attachmentId, reason: change.reason };
    case 'cancel':
      return { type: change.type, actor, reason: change.reason };
    default:
      return assertNever(change);
  }
}
