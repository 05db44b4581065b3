import type { CreditNote, Invoice, InvoiceLine } from '../../billing/invoice.ts';
import type { AttachmentId } from '../../ids.ts';
import type { Grant } from '../../entitlement/grant.ts';
import { invariant } from '../../invariant.ts';
import { sumMoney, zeroMoney } from '../../money/money.ts';
import type { Instant } from '../../time/instant.ts';
import type { Progress } from '../model/decision.ts';
import type { SubscriptionEvent } from '../model/events.ts';
import { issuedAs } from '../charge/line-texts.ts';
import type { Ending, Subscription, Attachment } from '../model/state.ts';

/** The documents, grants and attachments that follow from events. */
export interface Consequences {
  readonly invoices: readonly Invoice[];
  readonly creditNotes: readonly CreditNote[];
  readonly grantsStarted: readonly Grant[];
  readonly grantsEnded: readonly { readonly grantId: string; readonly endsAt: Instant }[];
  readonly attachmentsStarted: readonly Attachment[];
  readonly attachmentsChanged: readonly { readonly id: AttachmentId; readonly quantity: string }[];
  readonly attachmentsEnded: readonly {
    readonly id: AttachmentId;
    readonly endedAt: Instant;
    readonly ending: Ending;
  }[];
}

/**
 * Derives the consequences of one decision from its events and `before`, the state that it was decided on. Persistence stores them, a
 * preview shows them.
 * @rule 4-17
 */
export function consequencesOf(before: Subscription, { events, after }: Progress): Consequences {
  const eventsOf = <T extends SubscriptionEvent['type']>(type: T) =>
    events.filter((event): event is Extract<SubscriptionEvent, { readonly type: T }> => event.type === type);
  const waiting = before.stage === 'live' ? before.unbilled : [];
  const lines = new Map([...waiting, ...eventsOf('ChargeRaised')].map(({ line }) => [line.id, line]));
  return {
    invoices: eventsOf('InvoiceIssued').map((event) => invoiceOf(event, { lines, currency: after.terms.currency })),
    creditNotes: eventsOf('CreditNoteIssued').map(creditNoteOf),
    grantsStarted: eventsOf('GrantStarted').map(({ grant }) => grant),
    grantsEnded: eventsOf('GrantEnded').map(({ grantId, at }) => ({ grantId, endsAt: at })),
    attachmentsStarted: eventsOf('AddOnAttached').map(({ attachment }) => attachment),
    attachmentsChanged: eventsOf('AddOnQuantityChanged').map(({ attachmentId, to }) => ({ id: attachmentId, quantity: to })),
    attachmentsEnded: eventsOf('AddOnEnded').map(({ attachmentId, at, ending }) => ({ id: attachmentId, endedAt: at, ending })),
  };
}

function invoiceOf(
  event: Extract<SubscriptionEvent, { readonly type: 'InvoiceIssued' }>,
  raised: { readonly lines: ReadonlyMap<string, InvoiceLine>; readonly currency: string },
): Invoice {
  const { currency } = raised;
  const lines = event.lineIds.map((id) => {
    const line = raised.lines.get(id);
    invariant(line, 'the lines of an invoice were raised before');
    return issuedAs(
      line,
      event.texts?.find(({ lineId }) => lineId === id),
    );
  });
  const subtotal = sumMoney(
    currency,
    lines.map(({ amount }) => amount),
  );
  const none = zeroMoney(currency);
  return {
    id: event.invoiceId,
    reason: event.reason,
    currency,
    effectiveAt: event.at,
    period: event.period,
    lines,
    subtotal,
    discount: none,
    tax: none,
    total: subtotal,
  };
}

function creditNoteOf(event: Extract<SubscriptionEvent, { readonly type: 'CreditNoteIssued' }>): CreditNote {
  const [first] = event.lines;
  invariant(first, 'a credit note has a line');
  const { currency } = first.amount;
  return {
    id: event.creditNoteId,
    currency,
    effectiveAt: event.at,
    period: event.period,
    lines: event.lines,
    total: sumMoney(
      currency,
      event.lines.map(({ amount }) => amount),
    ),
  };
}
