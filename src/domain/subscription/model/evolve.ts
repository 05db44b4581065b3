import { assertNever, invariant } from '../../invariant.ts';
import type { InvoiceLine, ServicePeriod } from '../../billing/invoice.ts';
import { add, compareDecimals, negate } from '../../money/exact.ts';
import { subtractMoney, zeroMoney } from '../../money/money.ts';
import { laterOf } from '../../time/instant.ts';
import type { Period } from '../../time/period.ts';
import type { SubscriptionEvent } from './events.ts';
import { peaksAfter } from './peaks.ts';
import type { BilledLine, BillingPeriod, LiveSubscription, Sequence, Subscription, Terms, UnbilledLine } from './state.ts';

const emptySequence: Sequence = { attachment: 0, change: 0, line: 0, invoice: 0, creditNote: 0, grant: 0 };

/** Applies one event. Never refuses: events are facts. */
export function evolve(state: Subscription, event: SubscriptionEvent): Subscription {
  if (event.type === 'SubscriptionCreated') return createdState(event.terms);
  invariant(state.stage === 'live', `${event.type} on a subscription that is not live`);
  if (event.type === 'SubscriptionEnded') {
    const { terms, period } = state;
    return { stage: 'over', terms, period, at: event.at, endedAt: event.at, ending: event.ending };
  }
  return { ...applyToLive(state, event), at: laterOf(state.at, event.type === 'ClockAdvanced' ? event.to : event.at) };
}

/** The state after a list of events. */
export const evolveAll = (state: Subscription, events: readonly SubscriptionEvent[]): Subscription =>
  events.reduce(evolve, state);

type LiveEvent = Exclude<SubscriptionEvent, { readonly type: 'SubscriptionCreated' | 'SubscriptionEnded' }>;

function applyToLive(state: LiveSubscription, event: LiveEvent): LiveSubscription {
  switch (event.type) {
    case 'TrialStarted':
    case 'PeriodStarted':
      return startPeriod(state, event.period);
    case 'AddOnAttached':
      return { ...state, attachments: [...state.attachments, event.attachment], sequence: increment(state, 'attachment') };
    case 'AddOnQuantityChanged':
      return {
        ...state,
        ...updatedPeaks(state, event),
        attachments: state.attachments.map((attachment) =>
          attachment.id === event.attachmentId ? { ...attachment, quantity: event.to } : attachment,
        ),
      };
    case 'AddOnEnded':
      return {
        ...state,
        ...updatedPeaks(state, event),
        attachments: state.attachments.filter(({ id }) => id !== event.attachmentId),
        billed: state.billed.filter(({ attachmentId }) => attachmentId !== event.attachmentId),
      };
    case 'ChangeScheduled':
      return { ...state, pending: [...state.pending, event.change], sequence: increment(state, 'change') };
    case 'ScheduledChangeApplied':
    case 'ScheduledChangeCanceled':
      return { ...state, pending: state.pending.filter(({ id }) => id !== event.changeId) };
    case 'ChargeRaised':
      return raiseCharge(state, event.line, event.issueAt);
    case 'InvoiceIssued':
      return issueInvoice(state, event);
    case 'CreditNoteIssued':
      return creditLines({ ...state, sequence: increment(state, 'creditNote') }, event.lines);
    case 'GrantStarted':
      return { ...state, grants: [...state.grants, event.grant], sequence: increment(state, 'grant') };
    case 'GrantEnded':
      return { ...state, grants: state.grants.filter(({ id }) => id !== event.grantId) };
    case 'UsageWindowReset':
    case 'ClockAdvanced':
      return state;
    default:
      return assertNever(event);
  }
}

function createdState(terms: Terms): LiveSubscription {
  return {
    stage: 'live',
    terms,
    at: terms.createdAt < terms.startAt ? terms.createdAt : terms.startAt,
    period: null,
    attachments: [],
    grants: [],
    billed: [],
    unbilled: [],
    pending: [],
    sequence: emptySequence,
  };
}

/** The peaks after an event that reduces or ends an attachment; nothing for an increase (ADR 0066). */
function updatedPeaks(
  state: LiveSubscription,
  event: Extract<SubscriptionEvent, { readonly type: 'AddOnQuantityChanged' | 'AddOnEnded' }>,
): Pick<LiveSubscription, 'peaks'> {
  const attachment = state.attachments.find(({ id }) => id === event.attachmentId);
  const isLess =
    event.type === 'AddOnEnded' || (attachment?.instance === 'multiple' && compareDecimals(event.to, event.from) < 0);
  return attachment && isLess ? { peaks: peaksAfter(state, attachment, event.at) } : {};
}

/** Starts a period, and drops billed lines whose service period is over: they can no longer be credited. */
const startPeriod = (state: LiveSubscription, period: BillingPeriod): LiveSubscription => ({
  ...state,
  terms: state.terms.order.length === 0 ? state.terms : { ...state.terms, order: [] },
  period,
  billed: state.billed.filter(({ servicePeriod }) => servicePeriod.end > period.start),
});

function raiseCharge(state: LiveSubscription, line: InvoiceLine, issueAt: LiveSubscription['at']): LiveSubscription {
  const waiting = { line, issueAt, ...soldVersionOf(state, line) };
  const raised = { ...state, unbilled: [...state.unbilled, waiting], sequence: increment(state, 'line') };
  if (line.creditedLineId !== null) return creditBilled(raised, line);
  // One-time charges are not refunded (semantics row 24).
  if (line.kind === 'oneTime') return raised;
  const billed: BilledLine = {
    lineId: line.id,
    invoiceId: null,
    attachmentId: line.attachmentId,
    rateCardKey: line.rateCardKey,
    amount: line.amount,
    credited: zeroMoney(line.amount.currency),
    quantity: line.quantity,
    released: '0',
    servicePeriod: closedPeriod(line.servicePeriod),
    ...textsOfBilled(line),
  };
  return { ...raised, billed: [...state.billed, billed] };
}

function closedPeriod({ start, end }: ServicePeriod): Period {
  invariant(end !== null, 'a recurring line has an end of its service period');
  return { start, end };
}

/** The version whose price a line charges: that of the base, or of its attachment. Empty once the attachment has ended. */
export function soldVersionOf(
  { terms, attachments }: Pick<LiveSubscription, 'terms' | 'attachments'>,
  line: InvoiceLine,
): Pick<UnbilledLine, 'sold'> {
  if (line.attachmentId === null) return { sold: { versionId: terms.base.versionId, linkVersionId: null } };
  const attachment = attachments.find(({ id }) => id === line.attachmentId);
  return attachment === undefined ? {} : { sold: { versionId: attachment.versionId, linkVersionId: attachment.linkVersionId } };
}

const textsOfBilled = ({ description, stamp }: Pick<InvoiceLine, 'description' | 'stamp'>): Pick<BilledLine, 'texts'> =>
  stamp === undefined ? {} : { texts: { description, stamp } };

function issueInvoice(
  state: LiveSubscription,
  event: Extract<SubscriptionEvent, { readonly type: 'InvoiceIssued' }>,
): LiveSubscription {
  const issued = new Set(event.lineIds);
  return {
    ...state,
    unbilled: state.unbilled.filter(({ line }) => !issued.has(line.id)),
    billed: state.billed.map((line) => {
      if (!issued.has(line.lineId)) return line;
      const texts = event.texts?.find(({ lineId }) => lineId === line.lineId);
      return { ...line, invoiceId: event.invoiceId, ...(texts === undefined ? {} : textsOfBilled(texts)) };
    }),
    sequence: increment(state, 'invoice'),
  };
}

const creditLines = (state: LiveSubscription, lines: readonly InvoiceLine[]): LiveSubscription =>
  lines.reduce((next, line) => creditBilled({ ...next, sequence: increment(next, 'line') }, line), state);

/** Adds a credit line, whose amount and quantity are negative, to the credits of its billed line. */
const creditBilled = (state: LiveSubscription, credit: InvoiceLine): LiveSubscription => ({
  ...state,
  billed: state.billed.map((line) =>
    line.lineId === credit.creditedLineId
      ? {
          ...line,
          credited: subtractMoney(line.credited, credit.amount),
          released: add(line.released, negate(credit.quantity)),
        }
      : line,
  ),
});

const increment = (state: LiveSubscription, kind: keyof Sequence): Sequence => ({
  ...state.sequence,
  [kind]: state.sequence[kind] + 1,
});
