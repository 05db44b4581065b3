import type { InvoiceLine } from '../../billing/invoice.ts';
import { assertNever } from '../../invariant.ts';
import type { Result } from '../../refusal.ts';
import { quoteStale } from '../../refusals/requests.ts';
import { localDateOf } from '../../time/local-date.ts';
import type { SubscriptionEvent } from '../model/events.ts';
import type { PendingChange } from '../model/pending-change.ts';

const prefix = 'quo_';
const fingerprintPrefix = 'quh_';

/**
 * The id of a quote. It contains the quoted outcome, so that nothing is stored and a refusal can list the differences: one text for each
 * charge, credit, grant and change, without instants that depend on the time of the preview (ADR 0011).
 */
export const quoteId = (events: readonly SubscriptionEvent[]): string =>
  prefix + encodeURIComponent(JSON.stringify(events.flatMap(textsOf)));

/** The fingerprint of a quote, which is short enough for a workflow history (ADR 0049). Undefined for an invalid id. */
export function quoteFingerprint(id: string): string | undefined {
  const texts = parseTexts(id);
  return texts && fingerprintOf(texts);
}

/** The texts that only one of two quotes has. */
export function differencesOf(quotedId: string, nowId: string): QuoteDifferences {
  const quoted = parseTexts(quotedId) ?? [];
  const now = parseTexts(nowId) ?? [];
  return { quotedOnly: without(quoted, now), nowOnly: without(now, quoted) };
}

export interface QuoteDifferences {
  readonly quotedOnly: readonly string[];
  readonly nowOnly: readonly string[];
}

/**
 * Refuses `quote_stale` if the events differ from the quote; otherwise undefined. For a full id the refusal lists the differences; for a
 * fingerprint the caller adds them.
 */
export function checkQuote(id: string, events: readonly SubscriptionEvent[]): Result<never> | undefined {
  const now = events.flatMap(textsOf);
  if (id.startsWith(fingerprintPrefix)) return id === fingerprintOf(now) ? undefined : quoteStale('changed');
  const quoted = parseTexts(id);
  if (quoted === undefined) return quoteStale('unreadable');
  const quotedOnly = without(quoted, now);
  const nowOnly = without(now, quoted);
  if (quotedOnly.length === 0 && nowOnly.length === 0) return undefined;
  return quoteStale({ quotedOnly, nowOnly });
}

/** Offset basis and prime of 128-bit FNV-1a. */
const basis = 0x6c62272e07bb014262b821756295c58dn;
const prime = 0x0000000001000000000000000000013bn;

/**
 * FNV-1a over the sorted texts, so that the order of events does not count. It need not resist collisions: a quote is no secret and
 * grants no rights.
 */
function fingerprintOf(texts: readonly string[]): string {
  const text = JSON.stringify(texts.toSorted());
  let hash = basis;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(128, (hash ^ BigInt(text.charCodeAt(index))) * prime);
  }
  return fingerprintPrefix + hash.toString(16).padStart(32, '0');
}

function textsOf(event: SubscriptionEvent): readonly string[] {
  switch (event.type) {
    case 'ChargeRaised':
      return [describeLine('charge', event.line)];
    case 'CreditNoteIssued':
      return event.lines.map((line) => describeLine('credit', line));
    case 'GrantStarted':
      return [`grant ${event.grant.featureKey} × ${event.grant.quantity}`];
    case 'GrantEnded':
      return [`end ${event.grantId}`];
    case 'AddOnAttached':
      return [`attach ${event.attachment.addOnKey} version ${event.attachment.version} × ${event.attachment.quantity}`];
    case 'AddOnQuantityChanged':
      return [`quantity of ${event.attachmentId} ${event.from} → ${event.to}`];
    case 'AddOnEnded':
      return [`end ${event.attachmentId}`];
    case 'ChangeScheduled':
      return [`schedule ${event.change.type} ${subjectOf(event.change)} at ${event.change.effectiveAt}`];
    case 'ScheduledChangeCanceled':
      return [`take back ${event.changeId}`];
    case 'InvoiceIssued':
      return [`invoice of ${event.lineIds.length} lines`];
    case 'SubscriptionEnded':
      return [`end of the subscription`];
    default:
      return [];
  }
}

function subjectOf(change: PendingChange): string {
  switch (change.type) {
    case 'attachAddOn':
      return `${change.versionId} at ${(change.priceIds ?? []).join(', ')} × ${change.quantity}`;
    case 'changeAddOnQuantity':
      return `${change.attachmentId} to ${change.quantity}`;
    case 'removeAddOn':
      return change.attachmentId;
    case 'cancel':
      return 'the subscription';
    default:
      return assertNever(change);
  }
}

/** Gives the end as a date in the customer's zone, so that an order confirmed a minute after its preview has the same text. */
const describeLine = (word: string, line: InvoiceLine): string => {
  const { offeringKey, rateCardKey, quantity, amount, servicePeriod, derivation } = line;
  const until = servicePeriod.end === null ? 'the end' : localDateOf(servicePeriod.end, derivation.timeZone);
  return `${word} ${offeringKey}/${rateCardKey} × ${quantity} = ${amount.amount} ${amount.currency} until ${until}`;
};

function parseTexts(id: string): readonly string[] | undefined {
  if (!id.startsWith(prefix)) return undefined;
  try {
    const parsed: unknown = JSON.parse(decodeURIComponent(id.slice(prefix.length)));
    return Array.isArray(parsed) && parsed.every((each) => typeof each === 'string') ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return undefined;
    throw error;
  }
}

/** The texts of one list that the other lacks, counting repetitions. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other];
  return list.filter((each) => {
    const index = left.indexOf(each);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
