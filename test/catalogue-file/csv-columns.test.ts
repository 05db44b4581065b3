import { toCells, withCells } from '../../src/api/catalogue-file/csv-columns.ts';
import { exportPrice, type PriceForm } from '../../src/api/catalogue/stated-form.ts';
import { fromApiRateCard } from '../../src/api/catalogue/rate-card.convert.ts';
import { rateCardInput } from '../../src/contracts/wire/catalogue/rate-card.ts';
import { writeCsv } from '../../src/api/catalogue-file/export-csv.ts';
import { readCsv } from '../../src/api/catalogue-file/read-csv.ts';

const terms = { key: 'usd', currency: 'USD', cadence: { every: 3, unit: 'month' }, timing: 'inAdvance' };
const tiers = [
  { upTo: '10', unitAmount: '2' },
  { upTo: null, unitAmount: '1.5', flatAmount: '5.00' },
];
const flatTiers = [
  { upTo: '10', flatAmount: '20.00' },
  { upTo: null, flatAmount: '50.00' },
];

const models: readonly [string, PriceForm][] = [
  ['flat', { model: 'flat', amount: '5.00' }],
  ['perUnit', { model: 'perUnit', unitAmount: '0.005', includedQuantity: '3', minimumSpend: '1.00', maximumSpend: '9.00' }],
  ['tiered', { model: 'tiered', tiers, zeroQuantity: 'chargeFirstFlat' }],
  ['volume', { model: 'volume', tiers }],
  ['stairStep', { model: 'stairStep', tiers: flatTiers }],
  ['package', { model: 'package', size: '10', amount: '8.00' }],
  ['tieredPackage', { model: 'tieredPackage', size: '5', tiers }],
  ['volumePackage', { model: 'volumePackage', size: '5', tiers }],
  [
    'percentage',
    {
      model: 'percentage',
      percent: '2.9',
      fixedAmount: '0.30',
      minimumAmount: '0.10',
      maximumAmount: '9.00',
      usageOf: 'sales',
    },
  ],
];

describe('the cells of a price', () => {
  it.each(models)('3-13 round-trip a %s price', (_model, price) => {
    const card = rateCardInput.parse({ key: 'card', prices: [{ ...terms, ...price }] });
    const [stored] = fromApiRateCard(card, null).prices;
    if (stored === undefined) throw new Error('the card has a price');
    const exported = exportPrice(stored);
    expect(exported).toEqual({ ...terms, ...price });
    expect(withCells({ key: 'usd' }, toCells(exported))).toEqual(exported);
  });

  it('3-13 include texts and accounting fields', () => {
    const price = {
      ...terms,
      model: 'flat',
      amount: '5.00',
      cadence: 'oneTime',
      externalName: 'Water',
      description: 'A "cold", clear\ndrink',
      showDescriptionInInvoices: true,
      accountingCategory: 'Revenue: Drinks',
      tax: { profile: 'food' },
      archived: true,
      discounts: [
        { kind: 'percent', percent: '10', cycles: 3 },
        { kind: 'amount', amount: '1.00' },
      ],
    };
    const cells = toCells(price);
    expect(cells).toMatchObject({
      cadenceEvery: '',
      cadenceUnit: 'oneTime',
      tax: 'food',
      discounts: 'percent:10:3;amount:1.00:',
    });
    expect(withCells({ key: 'usd' }, cells)).toEqual(price);
  });

  it('keep fields without a column, and clear those with an empty cell', () => {
    const price = { ...terms, model: 'flat', amount: '5.00', sku: 'W', tax: 'exempt' };
    expect(withCells(price, { amount: '6.00', tax: '' })).toEqual({ ...terms, model: 'flat', amount: '6.00', sku: 'W' });
  });
});

describe('readCsv', () => {
  const names = { offeringKind: 'plan', offeringKey: 'basic', rateCardKey: 'base', priceKey: 'usd' };
  const header = [...Object.keys(names), 'externalName'];

  it('reads back written rows, also names that look like formulas', () => {
    const text = writeCsv(header, [{ ...names, externalName: '=1+1' }]);
    expect(text).toContain("'=1+1");
    expect(readCsv(text)).toEqual({ rows: [{ row: 2, cells: { ...names, externalName: '=1+1' } }], issues: [] });
  });

  it('ignores a byte order mark and blank rows, and accepts all line endings', () => {
    const text = `\uFEFF${header.join(',')}\r\n,,,,\r\nplan,basic,base,usd,A\r\n`;
    expect(readCsv(text).rows).toEqual([{ row: 3, cells: { ...names, externalName: 'A' } }]);
  });

  it('3-12 reports a missing or repeated column', () => {
    expect(
      readCsv('offeringKind,offeringKey,rateCardKey,sku,sku\n').issues.map(({ code, column }) => `${code} ${column}`),
    ).toEqual(['duplicate_column sku', 'column_required priceKey']);
  });
});
