import { accepted, type Result } from '../../refusal.ts';
import { attachmentNotFound } from '../../refusals/add-ons.ts';
import { subscriptionNotStarted } from '../../refusals/subscriptions.ts';
import type { LiveSubscription, Attachment } from '../model/state.ts';

/** A running attachment of the subscription by its id. */
export function findAttachment(state: LiveSubscription, attachmentId: string): Result<Attachment> {
  if (state.period === null) return subscriptionNotStarted(state.terms);
  const found = state.attachments.find(({ id }) => id === attachmentId);
  return found ? accepted(found) : attachmentNotFound({ attachmentId });
}
