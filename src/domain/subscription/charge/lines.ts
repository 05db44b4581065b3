import type { InvoiceLine, LineKind } from '../../billing/invoice.ts';
import type { AttachmentId } from '../../ids.ts';
import { measureShare, type PeriodShare, prorate, type ProrationUnit } from '../../billing/proration.ts';
import type { OfferingVersion } from '../../catalogue/model/offering.ts';
import { findPrice } from '../../catalogue/model/price-lookup.ts';
import type { PricePoint, RateCard } from '../../catalogue/model/rate-card.ts';
import { add, maxOf, subtract } from '../../money/exact.ts';
import { isZero, roundToMoney } from '../../money/money.ts';
import { type PriceWorking, workingOf } from '../../pricing/derive-price.ts';
import { type PricedQuantity, priceQuantity } from '../../pricing/price-quantity.ts';
import type { Instant } from '../../time/instant.ts';
import { nextId } from '../model/ids.ts';
import type { PricedCard } from './line-names.ts';
import { textsOf } from './line-texts.ts';
import { runningPeriod, type ServicePart } from '../calendar/periods.ts';
import type { ChargePolicies } from '../model/pinned-policies.ts';
import type { NewEvent } from '../model/events.ts';
import type { LiveSubscription } from '../model/state.ts';

/** What is charged: a version and a quantity, of the base or of an attachment. */
export interface ChargeSource {
  readonly version: OfferingVersion;
  readonly attachmentId: AttachmentId | null;
  readonly quantity: string;
  /** The units that are paid for already, to which the quantity is added. */
  readonly above?: string;
  /** The rate cards to charge; all if absent. */
  readonly cards?: readonly RateCard[];
}

/** The invoice of a line: one due now, or that of the next renewal. `nowIfPositive` defers lines of 0.00 to it (semantics row 3). */
export type Placement = 'now' | 'nowIfPositive' | 'next';

/** Which prices of a source are charged, recurring or one-time ones, and how. */
export type ChargeTerms = CommonTerms & (RecurringTerms | OneTimeTerms);

interface CommonTerms {
  readonly placement: Placement;
  readonly policies: ChargePolicies;
}

/** A source to charge, and how. */
export interface Charge {
  readonly source: ChargeSource;
  readonly terms: ChargeTerms;
}

/** `whole` charges the full price for any length of the part. */
interface RecurringTerms {
  readonly charged: 'recurring';
  readonly service: ServicePart;
  readonly whole: boolean;
}

interface OneTimeTerms {
  readonly charged: 'oneTime';
  readonly startsAt: Instant;
}

/** Charges the recurring prices of a source for each part. */
export const recurringCharges = (
  source: ChargeSource,
  { parts, ...terms }: { readonly parts: readonly ServicePart[] } & Omit<RecurringTerms, 'charged' | 'service'> & CommonTerms,
): readonly Charge[] => parts.map((service) => ({ source, terms: { charged: 'recurring', service, ...terms } }));

/** Charges the recurring prices of a source for the whole running period, in advance. */
export function periodCharges(state: LiveSubscription, source: ChargeSource, policies: ChargePolicies): readonly Charge[] {
  const { start, end } = runningPeriod(state);
  const period = { part: { start, end }, full: { start, end } };
  return recurringCharges(source, { parts: [period], whole: true, placement: 'now', policies });
}

/**
 * Whether a rate card is charged once for any quantity: a flat price is one amount (semantics §8), so five seats of a single add-on pay it
 * once. Each instance of a multiple add-on pays it.
 * @rule 0-21
 */
export function countsOnce(state: LiveSubscription, version: ChargeSource['version'], card: RateCard): boolean {
  const isMultiple = version.kind === 'addOn' && version.instance === 'multiple';
  return !isMultiple && findPrice(card, state.terms)?.model === 'flat';
}

/** The rate cards of a source with a recurring or one-time price in the subscription's currency and cadence. */
function pricedCards(
  state: LiveSubscription,
  { version, cards = version.rateCards }: ChargeSource,
  charged: ChargeTerms['charged'],
): readonly Pick<PricedCard, 'card' | 'price'>[] {
  return cards.flatMap((card) => {
    const price = findPrice(card, state.terms);
    return price && (price.cadence === 'oneTime') === (charged === 'oneTime') ? [{ card, price }] : [];
  });
}

/** The event that raises a line. */
export type ChargeRaised = Extract<NewEvent, { readonly type: 'ChargeRaised' }>;

/**
 * Raises a line for each priced rate card of each charge, in order. The amount is the price of the quantity × part ÷ full service period,
 * rounded once (semantics §4, §5).
 * @rule 1-6
 */
export function raiseCharges(
  state: LiveSubscription,
  at: Instant,
  { charges, grantIds }: { readonly charges: readonly Charge[]; readonly grantIds: GrantIdsByCard },
): readonly ChargeRaised[] {
  const priced = charges.flatMap(({ source, terms }) =>
    pricedCards(state, source, terms.charged).map((card) => ({ ...card, source, terms })),
  );
  return priced.map((charge, ahead) => {
    const line = lineFor(state, { ...charge, grantIds, ahead });
    const { placement } = charge.terms;
    const isDeferred = placement === 'next' || (placement === 'nowIfPositive' && isZero(line.amount));
    return { type: 'ChargeRaised', line, issueAt: isDeferred ? runningPeriod(state).end : at };
  });
}

/** Gives the ids of the grants that a line of a rate card pays for. */
export type GrantIdsByCard = (rateCardKey: string) => readonly string[];

interface PricedCharge extends Charge, Pick<PricedCard, 'card' | 'price'> {
  readonly grantIds: GrantIdsByCard;
  /** The number of lines that are raised before it. */
  readonly ahead: number;
}

function lineFor(state: LiveSubscription, { source, terms, card, price, grantIds, ahead }: PricedCharge): InvoiceLine {
  const { timeZone, currency } = state.terms;
  const unit = terms.policies['proration.unit'].value;
  const { servicePeriod, fullPeriod, ...share } = spanOf(terms, { unit, timeZone });
  const priced = priceUnits(price, countsOnce(state, source.version, card) ? { quantity: '1' } : source);
  const exactAmount = prorate(priced.exactAmount, share);
  const whole = share.numerator === share.denominator;
  return {
    id: nextId(state, 'line', ahead),
    kind: kindOf(terms, whole),
    offeringKey: source.version.key,
    offeringKind: source.version.kind,
    offeringVersion: source.version.version,
    attachmentId: source.attachmentId,
    rateCardKey: card.key,
    priceId: price.id,
    ...textsOf({ version: source.version, card, price }, priced.quantity),
    quantity: priced.quantity,
    unitAmount: priced.unitAmount,
    amount: roundToMoney(exactAmount, currency),
    servicePeriod,
    fullPeriod,
    segment:
      terms.charged === 'oneTime'
        ? state.sequence.line + ahead
        : segmentOf(state, { source, card, start: servicePeriod.start }),
    derivation: {
      formula: whole ? priced.formula : `${priced.formula} × share`,
      quantity: priced.quantity,
      unitAmount: priced.unitAmount,
      ...priced.working,
      share,
      exactAmount,
      rounding: 'half away from zero',
      timeZone,
      policies: terms.policies,
    },
    grantIds: grantIds(card.key),
    creditedLineId: null,
  };
}

/** The service period of a line, its full period and its share; a one-time line has an open end and the share 1/1 (ADR 0033). */
function spanOf(
  terms: ChargeTerms,
  measure: { readonly unit: ProrationUnit; readonly timeZone: string },
): Pick<InvoiceLine, 'servicePeriod' | 'fullPeriod'> & PeriodShare {
  if (terms.charged === 'oneTime') {
    const open = { start: terms.startsAt, end: null };
    return { servicePeriod: open, fullPeriod: open, numerator: 1, denominator: 1, unit: measure.unit };
  }
  const { part, full } = terms.service;
  const { numerator, denominator, unit } = measureShare({ part: terms.whole ? full : part, full, ...measure });
  return { servicePeriod: part, fullPeriod: full, numerator, denominator, unit };
}

function kindOf({ charged }: ChargeTerms, whole: boolean): LineKind {
  if (charged === 'oneTime') return 'oneTime';
  return whole ? 'recurring' : 'proration';
}

/**
 * Prices the units of a source. Added units cost the price of all units less that of the paid ones, at least 0.00 (semantics row 6, ADR
 * 0016): in a table of tiers the eleventh unit may cost less than the first.
 */
function priceUnits(price: PricePoint, { quantity, above }: Pick<ChargeSource, 'quantity' | 'above'>): PricedUnits {
  // Only a multiple add-on charges a flat price for more than one: its quantity counts instances.
  const instances = { instances: quantity };
  if (isOnePrice(price)) return priceQuantity(price, quantity, instances);
  if (above === undefined || price.model === 'flat')
    return {
      ...priceQuantity(price, quantity, instances),
      unitAmount: null,
      working: { price: workingOf(price, quantity, instances) },
    };
  const total = add(above, quantity);
  const all = workingOf(price, total);
  const paid = workingOf(price, above);
  return {
    quantity,
    unitAmount: null,
    exactAmount: maxOf('0', subtract(all.exactAmount, paid.exactAmount)),
    formula: `price of ${total} − price of ${above}`,
    working: { price: all, paid },
  };
}

interface PricedUnits extends Omit<PricedQuantity, 'formula'> {
  readonly formula: string;
  readonly working?: { readonly price: PriceWorking; readonly paid?: PriceWorking };
}

/** The price of one unit or instance, or the flat price; null if units have different prices (ADR 0016). */
export const unitPriceOf = (price: PricePoint): string | null =>
  isOnePrice(price) ? priceQuantity(price, '1').unitAmount : null;

/** Whether every unit has the same price: amount = quantity × unit amount. */
const isOnePrice = (price: PricePoint): boolean => (price.model === 'flat' || price.model === 'perUnit') && !isAdjusted(price);

const isAdjusted = ({ adjustments }: PricePoint): boolean =>
  adjustments.includedQuantity !== null ||
  adjustments.discounts.length > 0 ||
  adjustments.minimumSpend !== null ||
  adjustments.maximumSpend !== null;

/** The number of billed lines of the rate card that start at the same instant. */
function segmentOf(
  state: LiveSubscription,
  { source, card, start }: { readonly source: ChargeSource; readonly card: RateCard; readonly start: Instant },
): number {
  return state.billed.filter(
    (line) => line.attachmentId === source.attachmentId && line.rateCardKey === card.key && line.servicePeriod.start === start,
  ).length;
}
