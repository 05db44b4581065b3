import type { VersionId } from '../../ids.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor } from './actor.ts';
import type { AttachPolicies, CreditPolicies, IncreasePolicies, QuantityPolicies } from './pinned-policies.ts';

/** Who decided a change, when, and from when it holds: at once where both are one instant, earlier where it is backdated. */
interface Scheduled {
  readonly effectiveAt: Instant;
  readonly scheduledAt: Instant;
  readonly actor: Actor;
}

export interface ScheduledAttach extends Scheduled {
  readonly type: 'attachAddOn';
  readonly addOnKey: string;
  readonly versionId: VersionId;
  readonly linkVersionId: VersionId | null;
  /** The prices that it is scheduled at; absent where it was scheduled before they were pinned. */
  readonly priceIds?: readonly string[];
  /** How it will be held; absent where it was scheduled before what comes with the plan could come back: as an option. */
  readonly requirement?: 'mandatory' | 'optional';
  readonly quantity: string;
  readonly policies: AttachPolicies;
}

export interface ScheduledQuantity extends Scheduled {
  readonly type: 'changeAddOnQuantity';
  readonly attachmentId: string;
  readonly quantity: string;
  /** Those of its way where it holds at once, of both ways where it is pending; of an attach where instances join the attachment. */
  readonly policies: AttachPolicies | QuantityPolicies | IncreasePolicies | CreditPolicies;
}

export interface ScheduledRemoval extends Scheduled {
  readonly type: 'removeAddOn';
  readonly attachmentId: string;
  readonly reason: string | null;
  readonly policies: CreditPolicies;
}

export interface ScheduledCancel extends Scheduled {
  readonly type: 'cancel';
  readonly reason: string | null;
  readonly policies: CreditPolicies;
}

/** A change of a subscription for an instant, with the policies that it was decided by. */
export type ScheduledChange = ScheduledAttach | ScheduledQuantity | ScheduledRemoval | ScheduledCancel;

/** A change that waits for its instant and has not touched the present: canceling it restores exactly (semantics row 7). */
export type PendingChange = ScheduledChange & { readonly id: string };

/** As what each kind of change falls due. */
export const changeKinds = {
  attachAddOn: 'scheduledChange',
  changeAddOnQuantity: 'scheduledChange',
  removeAddOn: 'addOnEnd',
  cancel: 'cancel',
} as const satisfies Record<ScheduledChange['type'], string>;

/**
 * When each kind of change is done within its instant: before what ends the subscription, as that end, before the new period begins, or
 * after it.
 */
export const changePlaces = {
  removeAddOn: 'beforeEnd',
  cancel: 'end',
  changeAddOnQuantity: 'beforePeriod',
  attachAddOn: 'afterPeriod',
} as const satisfies Record<ScheduledChange['type'], string>;

/** The attachment that a change will touch; null where it has none yet. */
export const touchedAddOn = (change: ScheduledChange): string | null =>
  change.type === 'changeAddOnQuantity' || change.type === 'removeAddOn' ? change.attachmentId : null;
