import { accepted, type Result } from '../../refusal.ts';
import { attachmentNotFound } from '../../refusals/add-ons.ts';
import { subscriptionNotStarted } from '../../refusals/subscriptions.ts';
import type { LiveSubscription, SubscriptionAddOn } from '../model/state.ts';

/** A running attachment of the subscription by its id. */
export function findAttachment(state: LiveSubscription, attachmentId: string): Result<SubscriptionAddOn> {
  if (state.period === null) return subscriptionNotStarted(state.terms);
  const found = state.addOns.find(({ id }) => id === attachmentId);
  return found ? accepted(found) : attachmentNotFound({ attachmentId });
}
