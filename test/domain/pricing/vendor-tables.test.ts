import type { PriceModel, Tier } from '../../../src/domain/pricing/price-model.ts';
import { priceQuantity } from '../../../src/domain/pricing/price-quantity.ts';

// Figures from the public documentation of vendors, read in 2026; the title names the page.

const tiers = (
  ...rows: readonly (readonly [upTo: string | null, unitAmount: string | null, flatAmount?: string])[]
): readonly Tier[] => rows.map(([upTo, unitAmount, flatAmount = null]) => ({ upTo, unitAmount, flatAmount }));

const prices = (price: PriceModel, quantities: readonly string[]): readonly string[] =>
  quantities.map((quantity) => priceQuantity(price, quantity).exactAmount);

describe('docs.stripe.com/subscriptions/pricing-models/tiered-pricing: fonts at 7, 6.50 from the 6th, 6 from the 11th', () => {
  const fonts = tiers(['5', '7'], ['10', '6.5'], [null, '6']);

  it('3-34, 2-11 volume: all fonts at the price of the tier reached', () => {
    expect(prices({ model: 'volume', tiers: fonts }, ['1', '5', '6', '20', '25'])).toEqual(['7', '35', '39', '120', '150']);
  });

  it('3-33, 2-11 graduated: fills tiers from the lowest', () => {
    // 5 × 7 + 1 × 6.5; 5 × 7 + 5 × 6.5 + 10 × 6; 5 × 7 + 5 × 6.5 + 15 × 6
    expect(prices({ model: 'tiered', tiers: fonts }, ['1', '5', '6', '20', '25'])).toEqual([
      '7',
      '35',
      '41.5',
      '127.5',
      '157.5',
    ]);
  });
});

describe('chargebee.com/docs/billing/2.0/product-catalog/package-pricing: 1.25 for each million tokens', () => {
  it('0-25 packaged: a started package is charged', () => {
    const tokens: PriceModel = { model: 'package', size: '1000000', amount: '1.25' };
    expect(prices(tokens, ['10', '1000000', '1500000'])).toEqual(['1.25', '1.25', '2.5']);
  });
});

describe('zuplo.com/docs/articles/monetization/pricing-models (OpenMeter rate cards): 15,000 units', () => {
  const units = tiers(['1000', '0.10'], ['10000', '0.05'], [null, '0.01']);

  it('3-33 graduated: 100 + 450 + 50', () => {
    expect(prices({ model: 'tiered', tiers: units }, ['15000'])).toEqual(['600']);
  });

  it('3-34 volume: 15,000 × 0.01', () => {
    expect(prices({ model: 'volume', tiers: units }, ['15000'])).toEqual(['150']);
  });

  it('3-32 per unit: 100,000 × 0.001', () => {
    expect(prices({ model: 'perUnit', unitAmount: '0.001' }, ['100000'])).toEqual(['100']);
  });
});

describe('getlago.com/docs/guide/plans/charges/charge-models', () => {
  it('volume: 65,000 calls at 0.0006 and a fixed fee of 10', () => {
    const calls = tiers(
      ['10000', '0.0010', '10'],
      ['50000', '0.0008', '10'],
      ['100000', '0.0006', '10'],
      [null, '0.0004', '10'],
    );
    expect(prices({ model: 'volume', tiers: calls }, ['65000'])).toEqual(['49']);
  });

  it('package: 5 for each 100 units, of which the first 100 are free: 201 units', () => {
    const price = {
      model: 'package',
      size: '100',
      amount: '5',
      adjustments: { includedQuantity: '100', zeroQuantity: 'free', discounts: [], minimumSpend: null, maximumSpend: null },
    } as const;
    expect(prices(price, ['100', '101', '201'])).toEqual(['0', '5', '10']);
  });

  it('graduated: 1 for the first 100 calls, 0.50 for the next 100, 0.10 for the rest', () => {
    const calls = tiers(['100', '1'], ['200', '0.50'], [null, '0.10']);
    expect(prices({ model: 'tiered', tiers: calls }, ['100', '200', '250'])).toEqual(['100', '150', '155']);
  });
});

describe('docs.flexprice.io/docs/product-catalogue/plans/billing-models: bands of messages and packages of calls', () => {
  it('3-35, 2-11 stair-step: one flat price for the band reached', () => {
    const messages = tiers(['1000', null, '50'], ['5000', null, '200'], [null, null, '350']);
    expect(prices({ model: 'stairStep', tiers: messages }, ['1000', '1001', '1500', '4500', '5001'])).toEqual([
      '50',
      '200',
      '200',
      '200',
      '350',
    ]);
  });

  it('0-25 volume in packages: 4,500 calls are 5 packages of 1,000', () => {
    const calls: PriceModel = { model: 'volumePackage', size: '1000', tiers: tiers(['10000', '1.00'], [null, '0.80']) };
    expect(prices(calls, ['4500'])).toEqual(['5']);
  });
});
