import { compareDecimals, type DecimalString } from '../../money/exact.ts';
import type { PriceModelName } from '../../pricing/price-model.ts';
import { type Cadence, type CadenceUnit, sameCadence } from '../../time/cadence.ts';
import type { OfferingVersion } from '../model/offering.ts';
import type { PriceCadence, PricePoint, PriceTax, RateCard } from '../model/rate-card.ts';

/** The filter of a grid; null does not filter. Amounts are decimals in the currency of each price. */
export interface PriceFilter {
  readonly state: 'all' | 'active' | 'archived';
  readonly currency: string | null;
  readonly frequency: PriceCadence | null;
  readonly model: PriceModelName | null;
  readonly minAmount: DecimalString | null;
  readonly maxAmount: DecimalString | null;
  readonly tax: PriceTax['kind'] | null;
}

/** The order of the rows: by currency; without it, as in the version (rule 3-14). */
export type PriceSort = 'currency' | '-currency';

/** One cell of the grid; a price of null is a gap. */
export interface PriceCell {
  readonly rateCardKey: string;
  readonly currency: string;
  readonly cadence: PriceCadence;
  readonly price: PricePoint | null;
}

/** The prices of one rate card in one currency, in the order of the columns. */
export interface PriceRow {
  readonly rateCardKey: string;
  /** The phase of the plan in which the rate card applies; null in every phase. */
  readonly phase: string | null;
  readonly currency: string;
  readonly cells: readonly PriceCell[];
}

/** The prices of a version as a table. */
export interface PriceGrid {
  /** The columns: the configured frequencies, then others in use, then one-time prices. */
  readonly cadences: readonly PriceCadence[];
  readonly rows: readonly PriceRow[];
}

interface GridRequest {
  /** The billing frequencies of the tenant, in order; if empty, those of the version, short ones first. */
  readonly frequencies: readonly Cadence[];
  readonly filter: PriceFilter;
  readonly sort: PriceSort | null;
}

/**
 * All price points of a version by currency and cadence (rules 3-13, 3-14). A rate card has a gap if it has no price in a currency
 * of the version at a configured frequency, or no one-time price although it has one in another currency. With a filter for
 * archived prices, a model, an amount or a tax there are no gaps, since a missing price has none of these.
 * @rule 3-14
 */
export function priceGrid(version: OfferingVersion, { frequencies, filter, sort }: GridRequest): PriceGrid {
  const prices = version.rateCards.flatMap((card) => card.prices);
  const occurring = recurringIn(prices).toSorted(byLength);
  const configured = frequencies.length > 0 ? frequencies : occurring;
  const cadences = columnsOf(prices, [...configured, ...occurring]).filter(
    (cadence) => filter.frequency === null || samePriceCadence(cadence, filter.frequency),
  );
  const currencies = [...new Set(prices.map(({ currency }) => currency))].filter(
    (currency) => filter.currency === null || currency === filter.currency,
  );
  const rows = version.rateCards
    .filter((card) => card.prices.length > 0)
    .flatMap((card) => currencies.map((currency) => rowOf(card, currency, { cadences, configured, filter })))
    .filter(({ cells }) => cells.length > 0);
  return { cadences, rows: sort === null ? rows : rows.toSorted(byCurrency(sort)) };
}

interface Columns {
  readonly cadences: readonly PriceCadence[];
  readonly configured: readonly Cadence[];
  readonly filter: PriceFilter;
}

function rowOf(card: RateCard, currency: string, { cadences, configured, filter }: Columns): PriceRow {
  const inCurrency = card.prices.filter((price) => price.currency === currency && matches(price, filter));
  const cells = cadences.flatMap((cadence): readonly PriceCell[] => {
    const place = { rateCardKey: card.key, currency, cadence };
    const here = inCurrency.filter((price) => samePriceCadence(price.cadence, cadence));
    if (here.length > 0) return here.map((price) => ({ ...place, price }));
    return showsGaps(filter) && isExpected(card, cadence, configured) ? [{ ...place, price: null }] : [];
  });
  return { rateCardKey: card.key, phase: card.phase, currency, cells };
}

/** Whether a missing price is a gap: a rate card that recurs, or is sold once, should have a price in each currency. */
function isExpected(card: RateCard, cadence: PriceCadence, configured: readonly Cadence[]): boolean {
  if (cadence === 'oneTime') return card.prices.some((price) => price.cadence === 'oneTime');
  return recurringIn(card.prices).length > 0 && configured.some((each) => sameCadence(each, cadence));
}

const showsGaps = ({ state, model, minAmount, maxAmount, tax }: PriceFilter): boolean =>
  state !== 'archived' && model === null && minAmount === null && maxAmount === null && tax === null;

function matches(price: PricePoint, filter: PriceFilter): boolean {
  const { archived, tax } = price;
  if (filter.state !== 'all' && archived !== (filter.state === 'archived')) return false;
  if (filter.model !== null && price.model !== filter.model) return false;
  if (filter.tax !== null && tax.kind !== filter.tax) return false;
  return isInRange(price, filter);
}

function isInRange(price: PricePoint, { minAmount, maxAmount }: PriceFilter): boolean {
  if (minAmount === null && maxAmount === null) return true;
  return amountsOf(price).some(
    (amount) =>
      (minAmount === null || compareDecimals(amount, minAmount) >= 0) &&
      (maxAmount === null || compareDecimals(amount, maxAmount) <= 0),
  );
}

/** The amounts of a price: those of every tier of a tier table, the fixed fee of a percentage. */
function amountsOf(price: PricePoint): readonly DecimalString[] {
  switch (price.model) {
    case 'flat':
    case 'package':
      return [price.amount];
    case 'perUnit':
      return [price.unitAmount];
    case 'tiered':
    case 'volume':
    case 'stairStep':
    case 'tieredPackage':
    case 'volumePackage':
      return price.tiers.flatMap(({ unitAmount, flatAmount }) => [unitAmount, flatAmount].filter((amount) => amount !== null));
    case 'percentage':
      return price.fixedAmount === null ? [] : [price.fixedAmount];
  }
}

const recurringIn = (prices: readonly PricePoint[]): readonly Cadence[] =>
  prices.flatMap(({ cadence }) => (cadence === 'oneTime' ? [] : [cadence]));

/** The recurring columns, each once, and the one-time column if there is a one-time price. */
const columnsOf = (prices: readonly PricePoint[], recurring: readonly Cadence[]): readonly PriceCadence[] => [
  ...recurring.filter((cadence, index) => recurring.findIndex((each) => sameCadence(each, cadence)) === index),
  ...(prices.some(({ cadence }) => cadence === 'oneTime') ? (['oneTime'] as const) : []),
];

const samePriceCadence = (a: PriceCadence, b: PriceCadence): boolean =>
  a === 'oneTime' || b === 'oneTime' ? a === b : sameCadence(a, b);

/** Approximate lengths, only for the order of columns. */
const roughDays: Readonly<Record<CadenceUnit, number>> = { day: 1, week: 7, month: 30, year: 365 };
const byLength = (a: Cadence, b: Cadence): number => a.every * roughDays[a.unit] - b.every * roughDays[b.unit];

const byCurrency =
  (sort: PriceSort) =>
  (a: PriceRow, b: PriceRow): number => {
    const ascending = a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : 0;
    return sort === 'currency' ? ascending : -ascending;
  };
