import type { AttachmentRecord, SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import type { Grant } from '../../domain/entitlement/grant.ts';
import type { GrantRow, SubscriptionAddOnRow, SubscriptionRow } from '../schemas/subscription.schema.ts';
import { upcastState } from './upcast.ts';

/** A subscription from its row and those of its add-ons. */
export const fromDbSubscription = (row: SubscriptionRow, addOns: readonly SubscriptionAddOnRow[]): SubscriptionRecord => ({
  id: row.id,
  revision: row.revision,
  state: upcastState(row.stateVersion, row.state),
  nextWakeAt: row.nextWakeAt,
  attachments: addOns.map(fromDbAttachment),
  stuck: fromDbStuck(row),
});

function fromDbStuck({ stuck, revision }: Pick<SubscriptionRow, 'stuck' | 'revision'>): SubscriptionRecord['stuck'] {
  if (stuck?.revision !== revision) return null;
  const { since, dueAt, incidentId } = stuck;
  return { since, dueAt, incidentId };
}

const fromDbAttachment = (row: SubscriptionAddOnRow): AttachmentRecord => ({
  id: row.id,
  addOnKey: row.addOnKey,
  version: row.version,
  versionId: row.versionId,
  requirement: row.requirement,
  instance: row.instance,
  quantity: row.quantity,
  startedAt: row.startedAt,
  freeUntil: row.freeUntil,
  endedAt: row.endedAt,
  ending: row.ending,
});

/** A grant from its row. */
export const fromDbGrant = (row: GrantRow): Grant => ({
  id: row.id,
  featureKey: row.featureKey,
  attachmentId: row.attachmentId,
  offeringKey: row.offeringKey,
  rateCardKey: row.rateCardKey,
  entitlement: row.entitlement,
  quantity: row.quantity,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  windowAnchorAt: row.windowAnchorAt,
  timeZone: row.timeZone,
  cause: row.cause,
});
