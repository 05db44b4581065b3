import type { InvoiceLine } from '../../billing/invoice.ts';
import { assertNever } from '../../invariant.ts';
import type { Result } from '../../refusal.ts';
import { quoteStale } from '../../refusals/requests.ts';
import { localDateOf } from '../../time/local-date.ts';
import type { SubscriptionEvent } from '../model/events.ts';
import type { PendingChange } from '../model/pending-change.ts';

const prefix = 'quo_';
const shortPrefix = 'quh_';

/**
 * The id of a quote. It holds what the preview said, so that nothing has to be stored and a refusal can list the differences:
 * one text for each charge and credit, each gain or loss of access and each scheduled change, without the instants that differ
 * between the preview and a moment later.
 */
export const quoteId = (events: readonly SubscriptionEvent[]): string =>
  prefix + encodeURIComponent(JSON.stringify(events.flatMap(promiseOf)));

/**
 * A quote as a command carries it through its workflow, whose history must stay small: a fingerprint of what it said. Undefined for
 * what is not the id of a quote.
 */
export function shortQuoteId(id: string): string | undefined {
  const promises = parseQuote(id);
  return promises && fingerprintOf(promises);
}

/** What two quotes do not have in common. */
export function differencesOf(quotedId: string, nowId: string): QuoteDifferences {
  const quoted = parseQuote(quotedId) ?? [];
  const now = parseQuote(nowId) ?? [];
  return { quotedOnly: without(quoted, now), nowOnly: without(now, quoted) };
}

export interface QuoteDifferences {
  readonly quotedOnly: readonly string[];
  readonly nowOnly: readonly string[];
}

/**
 * Refuses unless the events do exactly what the quote said, undefined when they do. The refusal of a whole id tells the differences;
 * whoever sent a short one has the whole and can tell them.
 */
export function checkQuote(id: string, events: readonly SubscriptionEvent[]): Result<never> | undefined {
  const now = events.flatMap(promiseOf);
  if (id.startsWith(shortPrefix)) return id === fingerprintOf(now) ? undefined : quoteStale('changed');
  const quoted = parseQuote(id);
  if (quoted === undefined) return quoteStale('unreadable');
  const gone = without(quoted, now);
  const added = without(now, quoted);
  if (gone.length === 0 && added.length === 0) return undefined;
  return quoteStale({ quotedOnly: gone, nowOnly: added });
}

/** The offset basis and the prime of the hash FNV-1a with 128 bits. */
const basis = 0x6c62272e07bb014262b821756295c58dn;
const prime = 0x0000000001000000000000000000013bn;

/**
 * FNV-1a over the texts in an order of their own, so that the order in which things happen does not count. A quote is no secret and
 * gives no rights: nobody gains by two that have one fingerprint.
 */
function fingerprintOf(promises: readonly string[]): string {
  const text = JSON.stringify(promises.toSorted());
  let hash = basis;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(128, (hash ^ BigInt(text.charCodeAt(index))) * prime);
  }
  return shortPrefix + hash.toString(16).padStart(32, '0');
}

function promiseOf(event: SubscriptionEvent): readonly string[] {
  switch (event.type) {
    case 'ChargeRaised':
      return [inWords('charge', event.line)];
    case 'CreditNoteIssued':
      return event.lines.map((line) => inWords('credit', line));
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

/** The end as a date of the customer's: an order that is confirmed a minute after its preview is still the same. */
const inWords = (word: string, line: InvoiceLine): string => {
  const { offeringKey, rateCardKey, quantity, amount, servicePeriod, derivation } = line;
  const until = servicePeriod.end === null ? 'the end' : localDateOf(servicePeriod.end, derivation.timeZone);
  return `${word} ${offeringKey}/${rateCardKey} × ${quantity} = ${amount.amount} ${amount.currency} until ${until}`;
};

function parseQuote(id: string): readonly string[] | undefined {
  if (!id.startsWith(prefix)) return undefined;
  try {
    const parsed: unknown = JSON.parse(decodeURIComponent(id.slice(prefix.length)));
    return Array.isArray(parsed) && parsed.every((each) => typeof each === 'string') ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return undefined;
    throw error;
  }
}

/** The texts of one list that the other does not have, counting repetitions. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other];
  return list.filter((each) => {
    const index = left.indexOf(each);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
