import { refused, accepted, type Result } from '../../refusal.ts';
import type { LiveSubscription, SubscriptionAddOn } from '../model/state.ts';

/** A running attachment of the subscription by its id. */
export function findAttachment(state: LiveSubscription, attachmentId: string): Result<SubscriptionAddOn> {
  if (state.period === null) return notStarted(state);
  const found = state.addOns.find(({ id }) => id === attachmentId);
  return found
    ? accepted(found)
    : refused('attachment_not_found', 'No such add-on is attached: it has ended, or the id is wrong.');
}

/** Refuses what needs a running period while the subscription waits for its start. */
export const notStarted = ({ terms }: LiveSubscription): Result<never> =>
  refused('subscription_not_started', `The subscription starts at ${terms.startAt}. Wait for that, or cancel it.`, {
    meta: { startAt: terms.startAt },
  });
