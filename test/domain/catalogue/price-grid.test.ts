import { type PriceFilter, priceGrid, type PriceSort } from '../../../src/domain/catalogue/sale/price-grid.ts';
import { defaultTerms, type PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { Cadence } from '../../../src/domain/time/cadence.ts';
import { anAddOn, aRateCard, flat, monthly, perUnit } from '../../support/builders/offerings.ts';

const yearly: Cadence = { every: 1, unit: 'year' };
const weekly: Cadence = { every: 1, unit: 'week' };
const everything: PriceFilter = {
  state: 'all',
  currency: null,
  frequency: null,
  model: null,
  minAmount: null,
  maxAmount: null,
  tax: null,
};

const archived = (price: PricePoint): PricePoint => ({ ...price, archived: true });
const exempt = (price: PricePoint): PricePoint => ({
  ...price,
  tax: { kind: 'exempt' },
});
const once = (amount: string, currency = 'USD'): PricePoint => ({
  ...defaultTerms,
  id: `pri_${currency}-once`,
  key: `${currency}-once`,
  currency,
  cadence: 'oneTime',
  model: 'flat',
  amount,
});
const tiered = (upTo10: string, beyond: string): PricePoint => ({
  ...perUnit('0'),
  model: 'tiered',
  tiers: [
    { upTo: '10', unitAmount: upTo10, flatAmount: null },
    { upTo: null, unitAmount: beyond, flatAmount: '3.00' },
  ],
});

/** USD monthly and yearly, EUR yearly, GBP monthly but archived. */
const support = anAddOn({
  rateCards: [
    aRateCard('support', {
      prices: [
        flat('20.00'),
        flat('200.00', { cadence: yearly }),
        flat('180.00', { currency: 'EUR', cadence: yearly }),
        archived(flat('15.00', { currency: 'GBP' })),
      ],
    }),
  ],
});

interface Asked {
  readonly version?: typeof support;
  readonly frequencies?: readonly Cadence[];
  readonly filter?: Partial<PriceFilter>;
  readonly sort?: PriceSort;
}

const gridOf = ({ version = support, frequencies = [], filter = {}, sort }: Asked = {}) =>
  priceGrid(version, { frequencies, filter: { ...everything, ...filter }, sort: sort ?? null });

const cadenceName = (cadence: Cadence | 'oneTime'): string =>
  cadence === 'oneTime' ? cadence : `${cadence.every}-${cadence.unit}`;
const amountOf = (price: PricePoint | null): string => {
  if (price === null) return 'gap';
  return 'amount' in price ? price.amount : price.model;
};
const lines = (asked: Asked = {}): readonly string[] =>
  gridOf(asked).rows.map(
    ({ rateCardKey, currency, cells }) =>
      `${rateCardKey} ${currency}: ${cells.map(({ cadence, price }) => `${cadenceName(cadence)} ${amountOf(price)}`).join(', ')}`,
  );
const currencies = (sort?: PriceSort): readonly string[] =>
  gridOf(sort === undefined ? {} : { sort }).rows.map(({ currency }) => currency);

describe('priceGrid', () => {
  it('3-14 shows every price by currency and existing cadence, with gaps, without configured frequencies', () => {
    expect(gridOf().cadences).toEqual([monthly, yearly]);
    expect(lines()).toEqual([
      'support USD: 1-month 20.00, 1-year 200.00',
      'support EUR: 1-month gap, 1-year 180.00',
      'support GBP: 1-month 15.00, 1-year gap',
    ]);
    expect(gridOf().rows[1]?.cells[0]).toEqual({ rateCardKey: 'support', currency: 'EUR', cadence: monthly, price: null });
  });

  it('3-14, 3-3 has a column for each configured frequency in order, with gaps, and for other existing ones', () => {
    expect(lines({ frequencies: [weekly, monthly], filter: { currency: 'USD' } })).toEqual([
      'support USD: 1-week gap, 1-month 20.00, 1-year 200.00',
    ]);
    expect(lines({ frequencies: [weekly, monthly], filter: { currency: 'EUR' } })).toEqual([
      'support EUR: 1-week gap, 1-month gap, 1-year 180.00',
    ]);
  });

  it('3-13 shows all price points of an add-on, with one-time prices in a separate column', () => {
    const version = anAddOn({
      rateCards: [
        aRateCard('support', { prices: [flat('20.00'), flat('18.00', { currency: 'EUR' })] }),
        aRateCard('setup', { prices: [once('99.00')] }),
      ],
    });
    expect(gridOf({ version }).cadences).toEqual([monthly, 'oneTime']);
    expect(lines({ version })).toEqual([
      'support USD: 1-month 20.00',
      'support EUR: 1-month 18.00',
      'setup USD: oneTime 99.00',
      'setup EUR: oneTime gap',
    ]);
  });

  it('3-14 omits rate cards without prices', () => {
    expect(lines({ version: anAddOn({ rateCards: [aRateCard('pool')] }) })).toEqual([]);
  });

  it.each<[string, Partial<PriceFilter>, readonly string[]]>([
    [
      'active prices, with a gap for an archived one',
      { state: 'active', currency: 'GBP' },
      ['support GBP: 1-month gap, 1-year gap'],
    ],
    ['archived prices, without gaps', { state: 'archived' }, ['support GBP: 1-month 15.00']],
    ['a currency', { currency: 'EUR' }, ['support EUR: 1-month gap, 1-year 180.00']],
    ['a currency without prices', { currency: 'JPY' }, []],
    ['a frequency', { frequency: monthly, currency: 'EUR' }, ['support EUR: 1-month gap']],
    ['a frequency without prices', { frequency: weekly }, []],
    ['a model, without gaps', { model: 'flat', currency: 'EUR' }, ['support EUR: 1-year 180.00']],
    ['a model without prices', { model: 'tiered' }, []],
    ['a minimum amount, inclusive', { minAmount: '180' }, ['support USD: 1-year 200.00', 'support EUR: 1-year 180.00']],
    ['a maximum amount, inclusive', { maxAmount: '20' }, ['support USD: 1-month 20.00', 'support GBP: 1-month 15.00']],
    [
      'a range of amounts',
      { minAmount: '15.01', maxAmount: '180.00' },
      ['support USD: 1-month 20.00', 'support EUR: 1-year 180.00'],
    ],
  ])('3-14 filters by %s', (_name, filter, expected) => {
    expect(lines({ filter })).toEqual(expected);
  });

  it('3-14 filters one-time prices as a frequency', () => {
    const version = anAddOn({ rateCards: [aRateCard('pool', { prices: [flat('20.00'), once('50.00')] })] });
    expect(lines({ version, filter: { frequency: 'oneTime' } })).toEqual(['pool USD: oneTime 50.00']);
  });

  it('3-14 filters by whether a price is taxable', () => {
    const version = anAddOn({
      rateCards: [aRateCard('pool', { prices: [flat('20.00'), exempt(flat('200.00', { cadence: yearly }))] })],
    });
    expect(lines({ version, filter: { tax: 'taxable' } })).toEqual(['pool USD: 1-month 20.00']);
    expect(lines({ version, filter: { tax: 'exempt' } })).toEqual(['pool USD: 1-year 200.00']);
  });

  it.each<[string, Partial<PriceFilter>, boolean]>([
    ['the first tier', { minAmount: '5', maxAmount: '5' }, true],
    ['the last tier', { maxAmount: '2.5' }, true],
    ['the flat amount of a tier', { minAmount: '3', maxAmount: '4' }, true],
    ['none of them', { minAmount: '5.01' }, false],
  ])('3-14 finds a tiered price by the amount of any tier: %s', (_name, filter, isFound) => {
    const version = anAddOn({ rateCards: [aRateCard('pool', { prices: [tiered('5.00', '2.50')] })] });
    expect(lines({ version, filter })).toEqual(isFound ? ['pool USD: 1-month tiered'] : []);
  });

  it('3-14 is sorted by currency, ascending or descending, and otherwise in the order of the version', () => {
    expect(currencies()).toEqual(['USD', 'EUR', 'GBP']);
    expect(currencies('currency')).toEqual(['EUR', 'GBP', 'USD']);
    expect(currencies('-currency')).toEqual(['USD', 'GBP', 'EUR']);
  });
});
