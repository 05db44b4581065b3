import { sumMoney } from '../money/money.ts';
import type { Instant } from '../time/instant.ts';
import { localDateOf } from '../time/local-date.ts';
import { advance } from './life/advance.ts';
import { type Consequences, consequencesOf } from './outcome/consequences.ts';
import { nextDue, type DueKind, type DueItem } from './life/due.ts';
import type { SubscriptionEvent } from './model/events.ts';
import type { Facts } from './model/facts.ts';
import type { LiveSubscription, Subscription } from './model/state.ts';

/** What a decision did, in a line for operators and the timeline: `period 3 started; invoice 28.00 USD`. */
export function summarize(events: readonly SubscriptionEvent[], { invoices, creditNotes }: Consequences): string {
  const documents = [
    ...invoices.map(({ total }) => `invoice ${total.amount} ${total.currency}`),
    ...creditNotes.map(({ total }) => `credit note ${total.amount} ${total.currency}`),
  ];
  return [...events.flatMap(phraseOf), ...documents].join('; ') || 'nothing changed';
}

function phraseOf(event: SubscriptionEvent): readonly string[] {
  switch (event.type) {
    case 'SubscriptionCreated':
      return [`created on ${event.terms.base.key}`];
    case 'TrialStarted':
      return [`trial until ${event.period.end}`];
    case 'PeriodStarted':
      return [`period ${event.period.number} started`];
    case 'AddOnAttached':
      return [`${event.attachment.addOnKey} × ${event.attachment.quantity} attached`];
    case 'AddOnQuantityChanged':
      return [`quantity ${event.from} → ${event.to}`];
    case 'AddOnEnded':
      return [`add-on ${event.attachmentId} ${event.ending}`];
    case 'ChangeScheduled':
      return [`${event.change.type} scheduled for ${event.change.effectiveAt}`];
    case 'ScheduledChangeCanceled':
      return [`scheduled change ${event.because}`];
    case 'UsageWindowReset':
      return [`${event.featureKey} usage reset`];
    case 'ClockAdvanced':
      return [`clock at ${event.to}`];
    case 'SubscriptionEnded':
      return [event.ending];
    default:
      return [];
  }
}

/** The next wake in words. */
export interface DescribedDue extends DueItem {
  readonly summary: string;
  readonly expects?: string;
}

/**
 * The next wake with a line for operators, such as `renewal 3 on 2026-03-31`, and apart from it, as long as the facts are given, what
 * will be invoiced then if nothing changes before: `28.00 USD`. The line stays true for as long as a timer carries it; the amount may
 * not. Null when nothing falls due any more.
 */
export function describeNextDue(state: Subscription, facts?: Facts): DescribedDue | null {
  const due = nextDue(state);
  if (due === null || state.stage !== 'live') return null;
  const expects = facts === undefined ? null : previewInvoiceTotal(state, { at: due.at, facts });
  const summary = `${describe(due.kind, state)} on ${localDateOf(due.at, state.terms.timeZone)}`;
  return { ...due, summary, ...(expects === null ? {} : { expects }) };
}

/** What the invoices of an instant to come add up to; null where it cannot be told: what fails then is no reason to fail now. */
function previewInvoiceTotal(state: LiveSubscription, context: { readonly at: Instant; readonly facts: Facts }): string | null {
  try {
    return expectedInvoice(state, context);
  } catch {
    // The instant itself will fail with the same error, and that is reported.
    return null;
  }
}

/** The same; null where there will be none. */
function expectedInvoice(state: LiveSubscription, context: { readonly at: Instant; readonly facts: Facts }): string | null {
  const { invoices } = consequencesOf(state, advance(state, context));
  const { currency } = state.terms;
  const total = sumMoney(
    currency,
    invoices.map((invoice) => invoice.total),
  );
  return invoices.length === 0 ? null : `${total.amount} ${currency}`;
}

function describe(kind: DueKind, { period, pending }: LiveSubscription): string {
  const waiting = pending.length === 0 ? '' : `, ${pending.length} scheduled`;
  const words: Record<DueKind, string> = {
    cancel: 'end of the subscription',
    trialEnd: 'end of the trial and first charge',
    renewal: `renewal ${(period?.number ?? 0) + 1}`,
    addOnEnd: 'end of an add-on',
    scheduledChange: 'scheduled change',
    start: 'start',
    windowReset: 'usage reset',
    deferredInvoice: 'deferred invoice',
  };
  return words[kind] + waiting;
}
