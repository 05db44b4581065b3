import type { Grant } from '../../domain/entitlement/grant.ts';
import type { Ended, Ending, Running, SubscriptionAddOn } from '../../domain/subscription/model/state.ts';
import type { PolicyLevelsAbove } from '../../domain/subscription/model/present-policies.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { GrantRow, StuckColumn, SubscriptionAddOnRow, SubscriptionRow } from '../schemas/subscription.schema.ts';
import { upcastState } from './upcast.ts';

/** An add-on as its row tells it, ended ones included. */
export interface StoredAddOn extends Omit<SubscriptionAddOn, 'linkVersionId' | 'recurring'> {
  readonly endedAt: Instant | null;
  readonly ending: Ending | null;
}

/** A subscription with all add-ons that it ever had. */
export interface StoredSubscription {
  readonly id: string;
  readonly revision: number;
  readonly state: Running | Ended;
  readonly nextWakeAt: Instant | null;
  readonly addOns: readonly StoredAddOn[];
  /** What is due and fails by a fault of ours, since when; null while nothing does. */
  readonly stuck: StoredStuck | null;
  /** What the version that was bought and the tenant set now; absent where nobody asks for it. */
  readonly above?: PolicyLevelsAbove;
}

export type StoredStuck = Pick<StuckColumn, 'since' | 'dueAt' | 'incidentId'>;

/** A subscription from its row and those of its add-ons. */
export const fromDbSubscription = (row: SubscriptionRow, addOns: readonly SubscriptionAddOnRow[]): StoredSubscription => ({
  id: row.id,
  revision: row.revision,
  state: upcastState(row.stateVersion, row.state),
  nextWakeAt: row.nextWakeAt,
  addOns: addOns.map(fromDbAddOn),
  stuck: fromDbStuck(row),
});

function fromDbStuck({ stuck, revision }: Pick<SubscriptionRow, 'stuck' | 'revision'>): StoredStuck | null {
  if (stuck?.revision !== revision) return null;
  const { since, dueAt, incidentId } = stuck;
  return { since, dueAt, incidentId };
}

const fromDbAddOn = (row: SubscriptionAddOnRow): StoredAddOn => ({
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
