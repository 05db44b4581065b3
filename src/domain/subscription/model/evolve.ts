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

/** Applies one event. Total: an event is a fact, and facts are never refused. */
export function evolve(state: Subscription, event: SubscriptionEvent): Subscription {
  if (event.type === 'SubscriptionCreated') return begin(event.terms);
  invariant(state.stage === 'live', `${event.type} on a subscription that does not run`);
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
      return { ...state, attachments: [...state.attachments, event.attachment], sequence: count(state, 'attachment') };
    case 'AddOnQuantityChanged':
      return {
        ...state,
        ...peaksOf(state, event),
        attachments: state.attachments.map((attachment) =>
          attachment.id === event.attachmentId ? { ...attachment, quantity: event.to } : attachment,
        ),
      };
    case 'AddOnEnded':
      return {
        ...state,
        ...peaksOf(state, event),
        attachments: state.attachments.filter(({ id }) => id !== event.attachmentId),
        billed: state.billed.filter(({ attachmentId }) => attachmentId !== event.attachmentId),
      };
    case 'ChangeScheduled':
      return { ...state, pending: [...state.pending, event.change], sequence: count(state, 'change') };
    case 'ScheduledChangeApplied':
    case 'ScheduledChangeCanceled':
      return { ...state, pending: state.pending.filter(({ id }) => id !== event.changeId) };
    case 'ChargeRaised':
      return raiseCharge(state, event.line, event.issueAt);
    case 'InvoiceIssued':
      return issueInvoice(state, event);
    case 'CreditNoteIssued':
      return creditLines({ ...state, sequence: count(state, 'creditNote') }, event.lines);
    case 'GrantStarted':
      return { ...state, grants: [...state.grants, event.grant], sequence: count(state, 'grant') };
    case 'GrantEnded':
      return { ...state, grants: state.grants.filter(({ id }) => id !== event.grantId) };
    case 'UsageWindowReset':
    case 'ClockAdvanced':
      return state;
    default:
      return assertNever(event);
  }
}

function begin(terms: Terms): LiveSubscription {
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

/** How many there were of an add-on that became less, or ended. */
function peaksOf(
  state: LiveSubscription,
  event: Extract<SubscriptionEvent, { readonly type: 'AddOnQuantityChanged' | 'AddOnEnded' }>,
): Pick<LiveSubscription, 'peaks'> {
  const attachment = state.attachments.find(({ id }) => id === event.attachmentId);
  const isLess =
    event.type === 'AddOnEnded' || (attachment?.instance === 'multiple' && compareDecimals(event.to, event.from) < 0);
  return attachment && isLess ? { peaks: peaksAfter(state, attachment, event.at) } : {};
}

/** A new period: what was billed for time that is over can no longer be credited. */
const startPeriod = (state: LiveSubscription, period: BillingPeriod): LiveSubscription => ({
  ...state,
  terms: state.terms.order.length === 0 ? state.terms : { ...state.terms, order: [] },
  period,
  billed: state.billed.filter(({ servicePeriod }) => servicePeriod.end > period.start),
});

function raiseCharge(state: LiveSubscription, line: InvoiceLine, issueAt: LiveSubscription['at']): LiveSubscription {
  const waiting = { line, issueAt, ...soldIn(state, line) };
  const raised = { ...state, unbilled: [...state.unbilled, waiting], sequence: count(state, 'line') };
  if (line.creditedLineId !== null) return creditBilled(raised, line);
  // What is charged once is not given back when it ends (semantics row 24).
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
    servicePeriod: closed(line.servicePeriod),
    ...textsOfBilled(line),
  };
  return { ...raised, billed: [...state.billed, billed] };
}

function closed({ start, end }: ServicePeriod): Period {
  invariant(end !== null, 'what recurs is paid for a time that ends');
  return { start, end };
}

/** The version that a line is a price of: that of the base, or of the attachment as long as there is one. */
export function soldIn(
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
    sequence: count(state, 'invoice'),
  };
}

const creditLines = (state: LiveSubscription, lines: readonly InvoiceLine[]): LiveSubscription =>
  lines.reduce((next, line) => creditBilled({ ...next, sequence: count(next, 'line') }, line), state);

/** A credit line is negative: it raises what its billed line has been credited with. */
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

const count = (state: LiveSubscription, kind: keyof Sequence): Sequence => ({
  ...state.sequence,
  [kind]: state.sequence[kind] + 1,
});
