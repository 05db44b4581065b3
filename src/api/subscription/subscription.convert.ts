import { ownFieldsOf } from '../../contracts/wire/subscription/commands.ts';
import type {
  PendingChangeView,
  SubscriptionAddOnView,
  SubscriptionView,
} from '../../contracts/wire/subscription/subscription.ts';
import type { AttachmentRecord, SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import { ownTime } from '../../application/subscription/current.ts';
import { cancelAt, currentPeriod, pendingOf } from '../../application/subscription/derived-fields.ts';
import type { PendingChange } from '../../domain/subscription/model/pending-change.ts';
import { attachmentStatusOf, plannedEnd } from '../../domain/subscription/add-on/status.ts';
import { presentPolicies } from '../../domain/subscription/model/present-policies.ts';
import { type PinnedBase, statusOf } from '../../domain/subscription/model/state.ts';
import type { Instant } from '../../domain/time/instant.ts';

/** The wire form of a subscription at `now`. The record must already be caught up (findCurrent). */
export function toApiSubscription(record: SubscriptionRecord, now: Instant): SubscriptionView {
  const { id, revision, state, nextWakeAt, stuck, above } = record;
  const { terms } = state;
  const at = ownTime(record, now);
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
    cancelAt: cancelAt(record),
    runsInRealTime: terms.clock === 'wall',
    currentPeriod: currentPeriod(record, now),
    nextWakeAt,
    stuck,
    policies: above === undefined ? terms.policies : presentPolicies(terms, above),
    addOns: record.attachments.map((attachment) => toApiAddOn(attachment, record)),
    pending: pendingOf(record).map(toApiPendingChange),
  };
}

const toApiBase = ({ kind, key, version }: PinnedBase) =>
  kind === 'plan'
    ? { planKey: key, planVersion: version, singlePurchaseKey: null, singlePurchaseVersion: null }
    : { planKey: null, planVersion: null, singlePurchaseKey: key, singlePurchaseVersion: version };

function toApiAddOn(attachment: AttachmentRecord, record: SubscriptionRecord): SubscriptionAddOnView {
  return {
    id: attachment.id,
    addOnKey: attachment.addOnKey,
    version: attachment.version,
    requirement: attachment.requirement,
    status: attachmentStatusOf(record.state, attachment),
    quantity: attachment.quantity,
    startedAt: attachment.startedAt,
    endsAt: attachment.endedAt ?? plannedEnd(record.state, attachment.id),
    cyclesLeft: null,
  };
}

/** The wire form of a pending change, with its command. */
export const toApiPendingChange = (change: PendingChange): PendingChangeView => ({
  id: change.id,
  command: commandOf(change),
  effectiveAt: change.effectiveAt,
  quote: null,
});

/** The command of the change: the fields that the change stores. */
function commandOf(change: PendingChange): PendingChangeView['command'] {
  const { type, actor } = change;
  const values = new Map<string, unknown>(Object.entries(change));
  const stated = ownFieldsOf(type).filter((name) => values.has(name));
  return { type, actor, ...Object.fromEntries(stated.map((name) => [name, values.get(name)])) };
}
