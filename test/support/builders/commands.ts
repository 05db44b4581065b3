import type { Instant } from '../../../src/domain/time/instant.ts';
import { toAttachmentId } from '../../../src/domain/ids.ts';
import type {
  AdvanceClock,
  AttachAddOn,
  Cancel,
  CancelPendingChange,
  ChangeAddOnQuantity,
  Create,
  RemoveAddOn,
} from '../../../src/domain/subscription/model/commands.ts';
import { monthly } from './offerings.ts';

/** An instant from `2026-03-18`, `2026-03-18T23:30Z` or the full text. */
export const at = (text: string): Instant => new Date(text).toISOString() as Instant;

/** A monthly subscription to `basic` in USD and UTC, by an administrator, on the wall clock. */
export const aCreate = (create: Partial<Create> = {}): Create => ({
  type: 'create',
  actor: 'admin',
  customerId: 'cus_1',
  planKey: 'basic',
  cadence: monthly,
  currency: 'USD',
  timeZone: 'UTC',
  clock: 'wall',
  addOns: [],
  ...create,
});

export const attach = (addOnKey: string, more: Partial<AttachAddOn> = {}): AttachAddOn => ({
  type: 'attachAddOn',
  actor: 'admin',
  addOnKey,
  ...more,
});

export const changeQuantity = (
  attachmentId: string,
  quantity: string,
  more: Partial<ChangeAddOnQuantity> = {},
): ChangeAddOnQuantity => ({
  type: 'changeAddOnQuantity',
  actor: 'admin',
  attachmentId: toAttachmentId(attachmentId),
  quantity,
  ...more,
});

export const remove = (attachmentId: string, more: Partial<RemoveAddOn> = {}): RemoveAddOn => ({
  type: 'removeAddOn',
  actor: 'admin',
  attachmentId: toAttachmentId(attachmentId),
  ...more,
});

export const cancelPendingChange = (changeId: string, more: Partial<CancelPendingChange> = {}): CancelPendingChange => ({
  type: 'cancelPendingChange',
  actor: 'admin',
  changeId,
  ...more,
});

export const cancel = (more: Partial<Cancel> = {}): Cancel => ({ type: 'cancel', actor: 'admin', ...more });

export const advanceTo = (to: Instant): AdvanceClock => ({ type: 'advanceClock', actor: 'admin', to });
