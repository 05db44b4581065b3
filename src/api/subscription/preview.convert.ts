import type { Preview } from '../../application/subscription/preview.ts';
import type { PreviewView } from '../../contracts/wire/subscription/subscription.ts';
import { toApiEntitlement } from './entitlement.convert.ts';
import { toApiDraftCreditNote, toApiDraftInvoice } from './invoice.convert.ts';
import { toApiSubscription } from './subscription.convert.ts';

/** The wire form of a preview, at the subscription's time. */
export function toApiPreview({ quoteId, at, expiresAt, subscription, consequences, accessChanges }: Preview): PreviewView {
  const owner = { subscriptionId: subscription.id, customerId: subscription.state.terms.customerId };
  return {
    quoteId,
    expiresAt,
    invoices: consequences.invoices.map((invoice) => toApiDraftInvoice(invoice, owner)),
    creditNotes: consequences.creditNotes.map((note) => toApiDraftCreditNote(note, owner)),
    entitlementChanges: accessChanges.map(({ featureKey, change, before, after }) => ({
      featureKey,
      change,
      effectiveAt: at,
      before: before === null ? null : toApiEntitlement(before),
      after: after === null ? null : toApiEntitlement(after),
    })),
    subscription: toApiSubscription(subscription, at),
  };
}
