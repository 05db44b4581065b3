import type { AddOnVersion } from '../../catalogue/model/offering.ts';
import { isRecurring, priceIdsAt } from '../../catalogue/model/price-lookup.ts';
import type { AttachmentId, VersionId } from '../../ids.ts';
import type { Instant } from '../../time/instant.ts';
import { chargedParts, type Charging } from '../charge/charge-policies.ts';
import { beginSource } from '../charge/begin-source.ts';
import { type ChargeSource, recurringCharges } from '../charge/lines.ts';
import { nextAttachmentId } from '../model/ids.ts';
import { oneTimeCharge } from '../charge/one-time.ts';
import type { ChargePolicies } from '../model/pinned-policies.ts';
import type { Recorder } from '../model/recorder.ts';
import type { Attachment } from '../model/state.ts';

/** An attachment to start. `startsAt` is before the instant of recording only if it is backdated. */
export interface NewAttachment {
  /** The add-on at the prices that it is sold at. */
  readonly version: AddOnVersion;
  readonly linkVersionId: VersionId | null;
  readonly quantity: string;
  readonly requirement: Attachment['requirement'];
  readonly startsAt: Instant;
  readonly charging: Charging;
  readonly policies: ChargePolicies;
}

/** Starts an attachment with its charges for the running period and its grants. Returns its id. */
export function applyAttach(recorder: Recorder, at: Instant, attachment: NewAttachment): AttachmentId {
  const { version, linkVersionId, quantity, startsAt, charging, policies, requirement } = attachment;
  const id = nextAttachmentId(recorder.state);
  const source: ChargeSource = { version, attachmentId: id, quantity };
  const { parts, whole, freeUntil, reason } = chargedParts(recorder.state, startsAt, charging);
  recorder.record(at, {
    type: 'AddOnAttached',
    policies,
    attachment: {
      id,
      addOnKey: version.key,
      version: version.version,
      versionId: version.id,
      linkVersionId,
      priceIds: priceIdsAt(version, recorder.state.terms),
      requirement,
      instance: version.instance,
      quantity,
      startedAt: startsAt,
      freeUntil,
      recurring: isRecurring(version, recorder.state.terms),
    },
  });
  const { placement } = charging;
  const recurring = recurringCharges(source, { parts, whole, placement, policies });
  const isFree = freeUntil !== null && freeUntil > at;
  const once = isFree ? [] : [oneTimeCharge(source, { placement, policies, startsAt })];
  const beginning = { access: { source, startsAt }, charges: [...recurring, ...once], reason };
  recorder.record(at, ...beginSource(recorder.state, at, beginning));
  return id;
}
