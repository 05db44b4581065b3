import { invariant } from '../../invariant.ts';
import { add } from '../../money/exact.ts';
import type { Instant } from '../../time/instant.ts';
import { applyAttach } from '../add-on/attach.effect.ts';
import { applyCancel } from './cancel.effect.ts';
import { applyRemoval, type Departure } from '../add-on/remove.effect.ts';
import { applyQuantity, directionOf } from '../add-on/quantity.effect.ts';
import { attachCharging, increaseCharging, scheduledCharging } from '../charge/charge-policies.ts';
import { soldAddOn } from '../offer/offerings.ts';
import { changesOf } from '../calendar/schedule.ts';
import type {
  PendingChange,
  ScheduledAttach,
  ScheduledCancel,
  ScheduledQuantity,
  ScheduledRemoval,
} from '../model/pending-change.ts';
import type { Recorder } from '../model/recorder.ts';
import type { Running, SubscriptionAddOn } from '../model/state.ts';

/** A scheduled change that takes effect, under the policies that were pinned when it was scheduled (semantics row 8). */
export function applyChange(recorder: Recorder, at: Instant, change: PendingChange): void {
  recorder.record(at, { type: 'ScheduledChangeApplied', changeId: change.id });
  if (change.type === 'cancel') return applyCancel(recorder, at, endingOf(change));
  if (change.type === 'attachAddOn') return applyScheduledAttach(recorder, at, change);
  const addOn = recorder.state.addOns.find(({ id }) => id === change.attachmentId);
  invariant(addOn, 'changes of an attachment end with it');
  if (change.type === 'removeAddOn') return applyRemoval(recorder, at, { attachmentId: addOn.id, ...endingOf(change) });
  applyScheduledQuantity(recorder, at, { change, addOn });
}

const endingOf = ({ reason, policies }: ScheduledCancel | ScheduledRemoval): Departure => ({
  ending: 'canceled',
  reason,
  policies,
});

function applyScheduledQuantity(
  recorder: Recorder,
  at: Instant,
  { change, addOn }: { readonly change: ScheduledQuantity; readonly addOn: SubscriptionAddOn },
): void {
  const { quantity: to, policies, actor } = change;
  const direction = directionOf({ addOn, to });
  if (direction === 'decrease') {
    invariant('credit.form' in policies, 'further instances are never fewer: nothing else changes what they join');
    return applyQuantity(recorder, at, { addOn, to, direction, policies });
  }
  const charging = scheduledCharging(recorder.state, at, increaseCharging(policies, actor));
  applyQuantity(recorder, at, { addOn, to, direction, charging, policies });
}

/** A further instance adds to the attachment that there is by now, if it is of the pinned version; otherwise it is one of its own. */
function applyScheduledAttach(recorder: Recorder, at: Instant, change: ScheduledAttach): void {
  const { policies, actor, quantity, linkVersionId, requirement = 'optional' } = change;
  const { state } = recorder;
  const version = soldAddOn(recorder.facts, change);
  const charging = scheduledCharging(state, at, attachCharging(policies, { requirement, actor }));
  const existing = instanceToJoin(state, change);
  if (existing) {
    const to = add(existing.quantity, quantity);
    applyQuantity(recorder, at, { addOn: existing, to, direction: 'increase', charging, policies });
  } else {
    const attachment = { version, linkVersionId, quantity, requirement, startsAt: at, charging, policies } as const;
    applyAttach(recorder, at, attachment);
  }
}

/**
 * The attachment whose quantity a scheduled attach adds to (semantics row 22). One with changes of its own pending is left alone:
 * they say what its quantity will be.
 */
export function instanceToJoin(
  state: Running,
  { versionId, linkVersionId, priceIds, policies }: ScheduledAttach,
): SubscriptionAddOn | undefined {
  if (policies['instance.merge'].value === 'separate') return undefined;
  return state.addOns.find(
    (addOn) =>
      addOn.versionId === versionId &&
      addOn.linkVersionId === linkVersionId &&
      String(addOn.priceIds) === String(priceIds) &&
      addOn.instance === 'multiple' &&
      changesOf(state, addOn.id).length === 0,
  );
}
