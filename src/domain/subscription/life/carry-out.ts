import { assertNever } from '../../invariant.ts';
import type { AttachmentId } from '../../ids.ts';
import type { Instant } from '../../time/instant.ts';
import { advanceTo } from './advance.ts';
import { applyChange } from './apply-change.ts';
import { issueInvoices } from '../charge/invoicing.ts';
import { withdrawOrder } from './cancel.effect.ts';
import type { Amendment, Change, ClockMove, Creation, PendingCancellation } from '../model/change.ts';
import { nextId } from '../model/ids.ts';
import { targetAttachmentId } from '../model/pending-change.ts';
import type { Recorder } from '../model/recorder.ts';

/** Carries out the change of a command and issues its invoice. Returns the id of the attachment; null where there is none, or not yet. */
export function carryOut(recorder: Recorder, at: Instant, change: Change): AttachmentId | null {
  if (change.type === 'create') return create(recorder, change);
  const attachmentId = carryOutOnExisting(recorder, at, change);
  if (!recorder.ended) recorder.record(at, ...issueInvoices(recorder, at, 'change'));
  return attachmentId;
}

/** Creates a subscription, and starts it if its start is not in the future. */
function create(recorder: Recorder, { terms, policies }: Creation): null {
  recorder.record(terms.createdAt, { type: 'SubscriptionCreated', terms, policies });
  if (terms.startAt <= terms.createdAt) advanceTo(recorder, terms.startAt);
  return null;
}

function carryOutOnExisting(recorder: Recorder, at: Instant, change: Exclude<Change, Creation>): AttachmentId | null {
  switch (change.type) {
    case 'amend':
      return amend(recorder, at, change);
    case 'cancelPending':
      return cancelPending(recorder, at, change);
    case 'withdrawOrder':
      return withdrawOrder(recorder, at, change);
    case 'moveClock':
      return moveClock(recorder, change);
    default:
      return assertNever(change);
  }
}

/** Applies a change now, or stores it as pending with version, prices and policies pinned (semantics row 8). @rule 2-22 */
function amend(recorder: Recorder, at: Instant, { change, replaces }: Amendment): AttachmentId | null {
  if (replaces !== null) cancelPending(recorder, at, replaces);
  if (change.effectiveAt <= at) return applyChange(recorder, at, change);
  const pending = { ...change, id: nextId(recorder.state, 'change') };
  recorder.record(at, { type: 'ChangeScheduled', change: pending });
  return targetAttachmentId(pending);
}

function cancelPending(
  recorder: Recorder,
  at: Instant,
  { changes, because, policies }: PendingCancellation,
): AttachmentId | null {
  for (const { id } of changes) recorder.record(at, { type: 'ScheduledChangeCanceled', changeId: id, because, policies });
  const [first] = changes;
  return first === undefined ? null : targetAttachmentId(first);
}

/** Does everything due until then at its own instant, which may end the subscription. */
function moveClock(recorder: Recorder, { to }: ClockMove): null {
  advanceTo(recorder, to);
  if (!recorder.ended) recorder.record(to, { type: 'ClockAdvanced', to });
  return null;
}
