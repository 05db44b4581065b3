import type { CreditNote, Invoice, InvoiceLine } from '../../billing/invoice.ts';
import type { Grant } from '../../entitlement/grant.ts';
import { invariant } from '../../invariant.ts';
import { sumMoney, zeroMoney } from '../../money/money.ts';
import type { Instant } from '../../time/instant.ts';
import type { Progress } from '../model/decision.ts';
import type { SubscriptionEvent } from '../model/events.ts';
import { issuedAs } from '../charge/line-texts.ts';
import type { Ending, Subscription, Attachment } from '../model/state.ts';

/** What the events of a decision mean for everything that is kept beside the state. */
export interface Consequences {
  readonly invoices: readonly Invoice[];
  readonly creditNotes: readonly CreditNote[];
  readonly grantsStarted: readonly Grant[];
  readonly grantsEnded: readonly { readonly grantId: string; readonly endsAt: Instant }[];
  readonly attachmentsStarted: readonly Attachment[];
  readonly attachmentsChanged: readonly { readonly id: string; readonly quantity: string }[];
  readonly attachmentsEnded: readonly {
    readonly id: string;
    readonly endedAt: Instant;
    readonly ending: Ending;
  }[];
}

/**
 * The documents, grants and add-ons that the events of one decision make. `before` is the state they were decided on. Persistence
 * writes the result, a preview shows it.
 * @rule 4-17
 */
export function consequencesOf(before: Subscription, { events, after }: Progress): Consequences {
  const only = <T extends SubscriptionEvent['type']>(type: T) =>
    events.filter((event): event is Extract<SubscriptionEvent, { readonly type: T }> => event.type === type);
  const waiting = before.stage === 'live' ? before.unbilled : [];
  const lines = new Map([...waiting, ...only('ChargeRaised')].map(({ line }) => [line.id, line]));
  return {
    invoices: only('InvoiceIssued').map((event) => invoiceOf(event, { lines, currency: after.terms.currency })),
    creditNotes: only('CreditNoteIssued').map(creditNoteOf),
    grantsStarted: only('GrantStarted').map(({ grant }) => grant),
    grantsEnded: only('GrantEnded').map(({ grantId, at }) => ({ grantId, endsAt: at })),
    attachmentsStarted: only('AddOnAttached').map(({ attachment }) => attachment),
    attachmentsChanged: only('AddOnQuantityChanged').map(({ attachmentId, to }) => ({ id: attachmentId, quantity: to })),
    attachmentsEnded: only('AddOnEnded').map(({ attachmentId, at, ending }) => ({ id: attachmentId, endedAt: at, ending })),
  };
}

function invoiceOf(
  event: Extract<SubscriptionEvent, { readonly type: 'InvoiceIssued' }>,
  raised: { readonly lines: ReadonlyMap<string, InvoiceLine>; readonly currency: string },
): Invoice {
  const { currency } = raised;
  const lines = event.lineIds.map((id) => {
    const line = raised.lines.get(id);
    invariant(line, 'an invoice carries lines that were raised before');
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
