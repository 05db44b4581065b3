import type { CreditNote, Invoice } from '../../billing/invoice.ts';
import type { Grant } from '../../entitlement/grant.ts';
import { invariant } from '../../invariant.ts';
import { sumMoney, zeroMoney } from '../../money/money.ts';
import type { Instant } from '../../time/instant.ts';
import type { SubscriptionEvent } from '../model/events.ts';
import { evolve } from '../model/evolve.ts';
import { issuedAs } from '../charge/line-texts.ts';
import type { Ending, Subscription, SubscriptionAddOn } from '../model/state.ts';

/** What the events of a decision mean for everything that is kept beside the state. */
export interface Consequences {
  readonly invoices: readonly Invoice[];
  readonly creditNotes: readonly CreditNote[];
  readonly grantsStarted: readonly Grant[];
  readonly grantsEnded: readonly { readonly grantId: string; readonly endsAt: Instant }[];
  readonly addOnsStarted: readonly SubscriptionAddOn[];
  readonly addOnsChanged: readonly { readonly id: string; readonly quantity: string }[];
  readonly addOnsEnded: readonly {
    readonly id: string;
    readonly endedAt: Instant;
    readonly ending: Ending;
  }[];
}

/**
 * Folds the events of one decision into the documents, grants and add-ons that they make. `before` is the state they were
 * decided on. Persistence writes the result, a preview shows it: both are the same fold.
 */
export function consequencesOf(before: Subscription, events: readonly SubscriptionEvent[]): Consequences {
  const invoices: Invoice[] = [];
  let state = before;
  for (const event of events) {
    if (event.type === 'InvoiceIssued') invoices.push(invoiceOf(state, event));
    state = evolve(state, event);
  }
  const only = <T extends SubscriptionEvent['type']>(type: T) =>
    events.filter((event): event is Extract<SubscriptionEvent, { readonly type: T }> => event.type === type);
  return {
    invoices,
    creditNotes: only('CreditNoteIssued').map(creditNoteOf),
    grantsStarted: only('GrantStarted').map(({ grant }) => grant),
    grantsEnded: only('GrantEnded').map(({ grantId, at }) => ({ grantId, endsAt: at })),
    addOnsStarted: only('AddOnAttached').map(({ addOn }) => addOn),
    addOnsChanged: only('AddOnQuantityChanged').map(({ attachmentId, to }) => ({ id: attachmentId, quantity: to })),
    addOnsEnded: only('AddOnEnded').map(({ attachmentId, at, ending }) => ({ id: attachmentId, endedAt: at, ending })),
  };
}

function invoiceOf(state: Subscription, event: Extract<SubscriptionEvent, { readonly type: 'InvoiceIssued' }>): Invoice {
  invariant(state.phase === 'running', 'only a running subscription issues invoices');
  const lines = state.unbilled
    .filter(({ line }) => event.lineIds.includes(line.id))
    .map(({ line }) =>
      issuedAs(
        line,
        event.texts?.find(({ lineId }) => lineId === line.id),
      ),
    );
  const { currency } = state.terms;
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
