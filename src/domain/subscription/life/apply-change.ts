import { invariant } from '../../invariant.ts';
import type { AttachmentId } from '../../ids.ts';
import { add } from '../../money/exact.ts';
import type { Instant } from '../../time/instant.ts';
import { applyAttach } from '../add-on/attach.effect.ts';
import { applyCancel } from './cancel.effect.ts';
import { instanceToJoin } from '../add-on/instance-to-join.ts';
import { applyRemoval, type EndTerms } from '../add-on/remove.effect.ts';
import { applyQuantity, directionOf, type QuantityChange } from '../add-on/quantity.effect.ts';
import { attachCharging, increaseCharging, chargingAt } from '../charge/charge-policies.ts';
import { soldAddOn } from '../offer/offerings.ts';
import type {
  ScheduledAttach,
  ScheduledCancel,
  ScheduledChange,
  ScheduledQuantity,
  ScheduledRemoval,
} from '../model/pending-change.ts';
import type { Recorder } from '../model/recorder.ts';
import type { LiveSubscription, Attachment } from '../model/state.ts';

/**
 * Applies a change under the policies that were pinned when it was decided (semantics row 8). Returns the id of the attachment; null for
 * a change of the whole subscription.
 */
export function applyChange(recorder: Recorder, at: Instant, change: ScheduledChange): AttachmentId | null {
  if (change.type === 'cancel') return applyCancel(recorder, at, endingOf(change));
  if (change.type === 'attachAddOn') return applyNewInstances(recorder, at, change);
  const attachment = recorder.state.attachments.find(({ id }) => id === change.attachmentId);
  invariant(attachment, 'the pending changes of an attachment end with it');
  if (change.type === 'removeAddOn') return applyRemoval(recorder, at, { attachmentId: attachment.id, ...endingOf(change) });
  return applyQuantity(recorder, at, quantityChangeOf(recorder.state, at, { change, attachment }));
}

const endingOf = ({ reason, policies }: ScheduledCancel | ScheduledRemoval): EndTerms => ({
  ending: 'canceled',
  reason,
  policies,
});

function quantityChangeOf(
  state: LiveSubscription,
  at: Instant,
  { change, attachment }: { readonly change: ScheduledQuantity; readonly attachment: Attachment },
): QuantityChange {
  const { quantity: to, policies, actor, scheduledAt } = change;
  const direction = directionOf({ attachment, to });
  if (direction === 'decrease') {
    invariant('credit.form' in policies, 'an attach only adds instances to an attachment');
    return { attachment, to, direction, policies };
  }
  invariant(
    'attach.proration' in policies || 'quantity.increase.proration' in policies,
    'an increase has pinned its charge policies',
  );
  const charging = chargingAt(state, at, { charging: increaseCharging(policies, actor), scheduledAt });
  return { attachment, to, direction, charging, policies };
}

/**
 * Adds instances to the attachment that `instanceToJoin` finds; otherwise starts a separate attachment.
 * @rule 1-8
 */
function applyNewInstances(recorder: Recorder, at: Instant, change: ScheduledAttach): AttachmentId {
  const { policies, actor, quantity, linkVersionId, scheduledAt, effectiveAt: startsAt, requirement = 'optional' } = change;
  const { state } = recorder;
  const charging = chargingAt(state, at, { charging: attachCharging(policies, { requirement, actor }), scheduledAt });
  const existing = instanceToJoin(state, change, change);
  if (existing) {
    const to = add(existing.quantity, quantity);
    return applyQuantity(recorder, at, { attachment: existing, to, direction: 'increase', charging, policies });
  }
  const version = soldAddOn(recorder.facts, change);
  return applyAttach(recorder, at, { version, linkVersionId, quantity, requirement, startsAt, charging, policies });
}
