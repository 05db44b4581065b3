import type { InvoiceLine, LineKind } from '../../billing/invoice.ts';
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

/** What is charged: an offering, and the attachment where it is an add-on. */
export interface ChargeSource {
  readonly version: OfferingVersion;
  readonly attachmentId: string | null;
  readonly quantity: string;
  /** The units that are paid for already, where the quantity comes on top of them. */
  readonly above?: string;
  /** The rate cards that are charged; all of the offering's where it is absent. */
  readonly cards?: readonly RateCard[];
}

/**
 * Which invoice a line goes on: one that is due now, or the next renewal's. `nowIfPositive` puts lines off that cost nothing
 * (semantics row 3).
 */
export type Placement = 'now' | 'nowIfPositive' | 'next';

/** How it is charged, and which of the source's prices: those of every period, or those that are charged once. */
export type ChargeTerms = OnAnyTerms & (RecurringTerms | OneTimeTerms);

interface OnAnyTerms {
  readonly placement: Placement;
  readonly policies: ChargePolicies;
}

/** Which prices of a source are charged, and how. */
export interface Charge {
  readonly source: ChargeSource;
  readonly terms: ChargeTerms;
}

/** `whole` charges the full price whatever the length of the part. */
interface RecurringTerms {
  readonly charged: 'recurring';
  readonly service: ServicePart;
  readonly whole: boolean;
}

interface OneTimeTerms {
  readonly charged: 'oneTime';
  readonly startsAt: Instant;
}

/** The recurring prices of a source, for each of these parts of time. */
export const recurringCharges = (
  source: ChargeSource,
  { parts, ...terms }: { readonly parts: readonly ServicePart[] } & Omit<RecurringTerms, 'charged' | 'service'> & OnAnyTerms,
): readonly Charge[] => parts.map((service) => ({ source, terms: { charged: 'recurring', service, ...terms } }));

/** The recurring prices of a source for the whole running period, in advance on the invoice that is due with its begin. */
export function periodCharges(state: LiveSubscription, source: ChargeSource, policies: ChargePolicies): readonly Charge[] {
  const { start, end } = runningPeriod(state);
  const period = { part: { start, end }, full: { start, end } };
  return recurringCharges(source, { parts: [period], whole: true, placement: 'now', policies });
}

/**
 * Whether a rate card counts once whatever the quantity: a flat price is one amount (semantics §8, rule 0-21), so five seats of a
 * single add-on pay its flat part once. Instances of a multiple add-on are each a whole of their own.
 * @rule 0-21
 */
export function countsOnce(state: LiveSubscription, version: ChargeSource['version'], card: RateCard): boolean {
  const isMultiple = version.kind === 'addOn' && version.instance === 'multiple';
  return !isMultiple && findPrice(card, state.terms)?.model === 'flat';
}

/** The rate cards to charge that have a price in the subscription's currency and cadence. */
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

/** A line that is raised, and the instant from which on an invoice may carry it. */
export type ChargeRaised = Extract<NewEvent, { readonly type: 'ChargeRaised' }>;

/**
 * One line for each priced rate card of each charge, in their order. The amount is the price of the quantity × part ÷ full service
 * period, rounded once (semantics §4, §5).
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
    const putOff = placement === 'next' || (placement === 'nowIfPositive' && isZero(line.amount));
    return { type: 'ChargeRaised', line, issueAt: putOff ? runningPeriod(state).end : at };
  });
}

/** The grants that a line of a rate card pays for. */
export type GrantIdsByCard = (rateCardKey: string) => readonly string[];

interface PricedCharge extends Charge, Pick<PricedCard, 'card' | 'price'> {
  readonly grantIds: GrantIdsByCard;
  /** How many lines are raised before it. */
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

/** What the line pays for, and the share of the price that this is: all of it where it is charged once, however long it lasts. */
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
 * The price of the source's units. Units on top of others cost what all together cost more: in a table of tiers the eleventh has
 * another price than the first. Where all together cost less, the further ones cost nothing; the renewal has the lower price.
 */
function priceUnits(price: PricePoint, { quantity, above }: Pick<ChargeSource, 'quantity' | 'above'>): PricedUnits {
  // What is sold at a flat price several times is instances: the rest of it counts once.
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

/** What one unit or instance costs, or the flat whole; null where no one price holds for all units (ADR 0016). */
export const unitPriceOf = (price: PricePoint): string | null =>
  isOnePrice(price) ? priceQuantity(price, '1').unitAmount : null;

/** Whether every unit costs the same, so that quantity × unit amount says all. */
const isOnePrice = (price: PricePoint): boolean => (price.model === 'flat' || price.model === 'perUnit') && !isAdjusted(price);

const isAdjusted = ({ adjustments }: PricePoint): boolean =>
  adjustments.includedQuantity !== null ||
  adjustments.discounts.length > 0 ||
  adjustments.minimumSpend !== null ||
  adjustments.maximumSpend !== null;

/** How many lines of the source begin at the same instant already. */
function segmentOf(
  state: LiveSubscription,
  { source, card, start }: { readonly source: ChargeSource; readonly card: RateCard; readonly start: Instant },
): number {
  return state.billed.filter(
    (line) => line.attachmentId === source.attachmentId && line.rateCardKey === card.key && line.servicePeriod.start === start,
  ).length;
}
