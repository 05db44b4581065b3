import type { InvoiceLine } from '../../billing/invoice.ts';
import type { AttachmentId } from '../../ids.ts';
import { creditForUnused } from '../../billing/proration.ts';
import { findPrice } from '../../catalogue/model/price-lookup.ts';
import { invariant } from '../../invariant.ts';
import { add, compareDecimals, maxOf, minOf, negate, subtract } from '../../money/exact.ts';
import { isZero, negateMoney } from '../../money/money.ts';
import { type Instant, laterOf } from '../../time/instant.ts';
import { localDateOf } from '../../time/local-date.ts';
import type { Period } from '../../time/period.ts';
import { nextId } from '../model/ids.ts';
import type { PricedCard } from './line-names.ts';
import { creditTextsOf } from './line-texts.ts';
import { soldAddOn, soldBase } from '../offer/offerings.ts';
import { runningPeriod } from '../calendar/periods.ts';
import { countsOnce, unitPriceOf } from './lines.ts';
import type { CreditPolicies } from '../model/pinned-policies.ts';
import type { NewEvent } from '../model/events.ts';
import type { Situation } from '../model/situation.ts';
import type { BilledLine, LiveSubscription } from '../model/state.ts';

/** A decrease or end to credit. */
export interface CreditRequest {
  /** Null for the base. */
  readonly attachmentId: AttachmentId | null;
  /** The remaining quantity; `0` for an end. */
  readonly to: string;
  readonly policies: CreditPolicies;
}

/**
 * Credits the unused time of billed lines, newest first (semantics §5, row 5): lines of issued invoices by one credit note, lines that wait
 * for an invoice by negative lines on the same one (ADR 0010).
 */
export function creditUnused(situation: Situation, at: Instant, requests: readonly CreditRequest[]): readonly NewEvent[] {
  const credits: Credit[] = [];
  for (const request of requests) {
    if (request.policies['credit.form'].value === 'none') continue;
    for (const { billed, taken } of releaseLines(situation, request)) {
      const line = creditLine(situation, { billed, taken, at, policies: request.policies, ahead: credits.length });
      if (!isZero(line.amount)) credits.push({ line, billed });
    }
  }
  const isIssued = ({ billed }: Credit): boolean => billed.invoiceId !== null;
  const negativeLines = credits
    .filter((credit) => !isIssued(credit))
    .map(({ line }) => creditUnbilledLine(situation.state, line));
  return [...negativeLines, ...creditNote(situation.state, credits.filter(isIssued))];
}

interface Credit {
  readonly line: InvoiceLine;
  readonly billed: BilledLine;
}

/** Raises a negative line for the invoice of the line that it credits. */
function creditUnbilledLine({ unbilled }: LiveSubscription, line: InvoiceLine): NewEvent {
  const waiting = unbilled.find((each) => each.line.id === line.creditedLineId);
  invariant(waiting, 'a line without an invoice waits for one');
  return { type: 'ChargeRaised', line, issueAt: waiting.issueAt };
}

function creditNote(state: LiveSubscription, credits: readonly Credit[]): readonly NewEvent[] {
  if (credits.length === 0) return [];
  const { start, end } = runningPeriod(state);
  const lines = credits.map(({ line }) => line);
  return [{ type: 'CreditNoteIssued', creditNoteId: nextId(state, 'creditNote'), period: { start, end }, lines }];
}

interface ReleasedLine {
  readonly billed: BilledLine;
  readonly taken: string;
}

/**
 * The billed lines to credit, with the units of each. Lines of one rate card that end at the same instant together pay for the quantity of
 * the attachment; a charged trial across a boundary and a backdated start have several such groups.
 */
function releaseLines({ state, facts }: Situation, { attachmentId, to }: CreditRequest): readonly ReleasedLine[] {
  const attachment = state.attachments.find(({ id }) => id === attachmentId);
  const version = attachment && soldAddOn(facts, attachment);
  const lines = state.billed.filter((line) => line.attachmentId === attachmentId);
  const groups = Map.groupBy(lines, ({ rateCardKey, servicePeriod }) => `${servicePeriod.end} ${rateCardKey}`);
  return [...groups.values()].flatMap((group) => {
    const card = version?.rateCards.find(({ key }) => key === group[0]?.rateCardKey);
    const isDecrease = compareDecimals(to, '0') > 0;
    if (version && card && countsOnce(state, version, card)) return isDecrease ? [] : releaseUnits(group, { from: '1', to });
    return releaseUnits(group, { from: attachment?.quantity ?? '1', to });
  });
}

/**
 * Takes units from lines of one rate card, newest first. Unpaid units go first, without a credit. Units that were given up without a credit
 * still count as paid and are not credited later.
 */
function releaseUnits(
  group: readonly BilledLine[],
  { from, to }: { readonly from: string; readonly to: string },
): readonly ReleasedLine[] {
  const paid = group.map(paidUnits).reduce(add, '0');
  let left = maxOf('0', minOf(subtract(from, to), subtract(paid, to)));
  return group.toReversed().flatMap((billed) => {
    const taken = minOf(paidUnits(billed), left);
    left = subtract(left, taken);
    return compareDecimals(taken, '0') > 0 ? [{ billed, taken }] : [];
  });
}

const paidUnits = ({ quantity, released }: BilledLine): string => subtract(quantity, released);

function creditLine(
  situation: Situation,
  {
    billed,
    taken,
    at,
    policies,
    ahead,
  }: {
    readonly billed: BilledLine;
    readonly taken: string;
    readonly at: Instant;
    readonly policies: CreditPolicies;
    readonly ahead: number;
  },
): InvoiceLine {
  const { state } = situation;
  const { timeZone } = state.terms;
  const unit = policies['proration.unit'].value;
  const unusedFrom = laterOf(at, billed.servicePeriod.start);
  const credit = creditForUnused({
    billed: billed.amount,
    credited: billed.credited,
    billedPart: billed.servicePeriod,
    unusedFrom: unit === 'day' && isUnused(billed.servicePeriod, { at, timeZone }) ? billed.servicePeriod.start : unusedFrom,
    unit,
    timeZone,
    quantityShare: { taken, of: billed.quantity },
  });
  const credited = creditedPrice(situation, billed);
  const { version, price } = credited;
  return {
    id: nextId(state, 'line', ahead),
    kind: 'credit',
    offeringKey: version.key,
    offeringKind: version.kind,
    offeringVersion: version.version,
    attachmentId: billed.attachmentId,
    rateCardKey: billed.rateCardKey,
    priceId: price.id,
    ...creditTextsOf(credited, { billed, taken }),
    quantity: negate(taken),
    unitAmount: unitPriceOf(price),
    amount: negateMoney(credit.amount),
    servicePeriod: { start: unusedFrom, end: billed.servicePeriod.end },
    fullPeriod: billed.servicePeriod,
    segment: state.sequence.line + ahead,
    derivation: {
      formula: taken === billed.quantity ? 'billed × unused share' : 'billed × units given up ÷ units billed × unused share',
      quantity: negate(taken),
      unitAmount: unitPriceOf(price),
      credited: { amount: billed.amount.amount, before: billed.credited.amount, quantity: billed.quantity },
      share: { numerator: credit.share.numerator, denominator: credit.share.denominator, unit: credit.share.unit },
      exactAmount: negate(credit.exact),
      rounding: 'half away from zero',
      timeZone,
      policies,
    },
    grantIds: [],
    creditedLineId: billed.lineId,
  };
}

function creditedPrice({ state, facts }: Situation, billed: BilledLine): PricedCard {
  const attachment = state.attachments.find(({ id }) => id === billed.attachmentId);
  const version = attachment ? soldAddOn(facts, attachment) : soldBase(state, facts);
  const card = version.rateCards.find(({ key }) => key === billed.rateCardKey);
  const price = card && findPrice(card, state.terms);
  invariant(card && price, 'what was billed has a price');
  return { version, card, price };
}

/**
 * Whether a line was not used at all. The date of a change belongs to the new state (semantics §5), also for a line of less than a day; at
 * its end, a line was used in full.
 */
const isUnused = ({ start, end }: Period, { at, timeZone }: { readonly at: Instant; readonly timeZone: string }): boolean =>
  at < end && localDateOf(at, timeZone) === localDateOf(start, timeZone);
