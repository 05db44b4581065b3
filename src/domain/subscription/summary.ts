import { localDateOf } from '../time/local-date.ts';
import type { Consequences } from './outcome/consequences.ts';
import { nextDue, type DueKind, type DueItem } from './life/due.ts';
import type { SubscriptionEvent } from './model/events.ts';
import type { LiveSubscription, Subscription } from './model/state.ts';

/** Summarises a decision in a line for operators and the timeline: `period 3 started; invoice 28.00 USD`. */
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

/** The next wake and its summary. */
export interface DescribedDue extends DueItem {
  readonly summary: string;
}

/**
 * The next wake with a line for operators, such as `renewal 3 on 2026-03-31`. It names no amount: a timer carries the line for as long as
 * a period, and a price or an add-on may change meanwhile. Null when nothing falls due any more.
 */
export function describeNextDue(state: Subscription): DescribedDue | null {
  const due = nextDue(state);
  if (due === null || state.stage !== 'live') return null;
  return { ...due, summary: `${describe(due.kind, state)} on ${localDateOf(due.at, state.terms.timeZone)}` };
}

function describe(kind: DueKind, { period, pending }: LiveSubscription): string {
  const waiting = pending.length === 0 ? '' : `, ${pending.length} scheduled`;
  const labels: Record<DueKind, string> = {
    cancel: 'end of the subscription',
    trialEnd: 'end of the trial and first charge',
    renewal: `renewal ${(period?.number ?? 0) + 1}`,
    addOnEnd: 'end of an add-on',
    scheduledChange: 'scheduled change',
    start: 'start',
    windowReset: 'usage reset',
    deferredInvoice: 'deferred invoice',
  };
  return labels[kind] + waiting;
}
