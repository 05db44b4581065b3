import type { CommandEffect } from '../../application/subscription/run-command.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { toApiCreditNote, toApiInvoice } from './invoice.convert.ts';
import { toApiSubscription } from './subscription.convert.ts';

/** The subscription after a command, with the documents that it issued and the changes that it scheduled. */
export function toApiEffect({ subscription: record, invoices, creditNotes, made }: CommandEffect, now: Instant) {
  const subscription = toApiSubscription(record, now);
  return {
    subscription,
    invoices: invoices.map(toApiInvoice),
    creditNotes: creditNotes.map(toApiCreditNote),
    pending: subscription.pending.filter(({ id }) => made.pendingIds.includes(id)),
  };
}
