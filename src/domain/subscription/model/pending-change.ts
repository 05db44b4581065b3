import type { AttachmentId, VersionId } from '../../ids.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor } from './actor.ts';
import type { AttachPolicies, CreditPolicies, IncreasePolicies, QuantityPolicies } from './pinned-policies.ts';

/** Who decided a change, when, and when it takes effect: at once if both instants are equal, before if it is backdated. */
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
  /** The pinned prices; absent in changes from before ADR 0028. */
  readonly priceIds?: readonly string[];
  /** Absent in changes of earlier releases: optional. */
  readonly requirement?: 'mandatory' | 'optional';
  readonly quantity: string;
  readonly policies: AttachPolicies;
}

export interface ScheduledQuantity extends Scheduled {
  readonly type: 'changeAddOnQuantity';
  readonly attachmentId: AttachmentId;
  readonly quantity: string;
  /** Those of its direction if it is immediate, of both if it is pending, of the attach if it adds instances. */
  readonly policies: AttachPolicies | QuantityPolicies | IncreasePolicies | CreditPolicies;
}

export interface ScheduledRemoval extends Scheduled {
  readonly type: 'removeAddOn';
  readonly attachmentId: AttachmentId;
  readonly reason: string | null;
  readonly policies: CreditPolicies;
}

export interface ScheduledCancel extends Scheduled {
  readonly type: 'cancel';
  readonly reason: string | null;
  readonly policies: CreditPolicies;
}

/** A change of a subscription with its instant and its pinned policies. */
export type ScheduledChange = ScheduledAttach | ScheduledQuantity | ScheduledRemoval | ScheduledCancel;

/** A change that waits for its instant. It has not changed the state otherwise, so canceling it restores exactly (semantics row 7). */
export type PendingChange = ScheduledChange & { readonly id: string };

/** The kind of due thing that each change is. */
export const changeKinds = {
  attachAddOn: 'scheduledChange',
  changeAddOnQuantity: 'scheduledChange',
  removeAddOn: 'addOnEnd',
  cancel: 'cancel',
} as const satisfies Record<ScheduledChange['type'], string>;

/** The place of each change in the order of an instant: before the end of the subscription, the end, before or after the new period. */
export const changePlaces = {
  removeAddOn: 'beforeEnd',
  cancel: 'end',
  changeAddOnQuantity: 'beforePeriod',
  attachAddOn: 'afterPeriod',
} as const satisfies Record<ScheduledChange['type'], string>;

/** The id of the attachment that a change concerns; null for an attach and a cancellation. */
export const targetAttachmentId = (change: ScheduledChange): AttachmentId | null =>
  change.type === 'changeAddOnQuantity' || change.type === 'removeAddOn' ? change.attachmentId : null;
