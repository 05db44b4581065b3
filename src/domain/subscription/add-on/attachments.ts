import { accepted, type Result } from '../../refusal.ts';
import type { AttachmentId } from '../../ids.ts';
import { attachmentNotFound } from '../../refusals/add-ons.ts';
import { subscriptionNotStarted } from '../../refusals/subscriptions.ts';
import type { LiveSubscription, Attachment } from '../model/state.ts';

/** Finds an attachment by id. Refuses `subscription_not_started` and `attachment_not_found`. */
export function findAttachment(state: LiveSubscription, attachmentId: AttachmentId): Result<Attachment> {
  if (state.period === null) return subscriptionNotStarted(state.terms);
  const found = state.attachments.find(({ id }) => id === attachmentId);
  return found ? accepted(found) : attachmentNotFound({ attachmentId });
}
