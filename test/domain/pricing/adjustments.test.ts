import '../../support/fixed-seed.ts';
import * as fc from 'fast-check';
import { compareDecimals } from '../../../src/domain/money/exact.ts';
import {
  type Discount,
  noAdjustments,
  type PriceAdjustments,
  type PriceModel,
} from '../../../src/domain/pricing/price-model.ts';
import { priceQuantity } from '../../../src/domain/pricing/price-quantity.ts';
import { quantities, rates } from './arbitrary-price.ts';

const perUnit: PriceModel = { model: 'perUnit', unitAmount: '10.00' };
const tiered: PriceModel = {
  model: 'tiered',
  tiers: [
    { upTo: '10', unitAmount: '2', flatAmount: '5' },
    { upTo: null, unitAmount: '1', flatAmount: null },
  ],
};
const percent = (value: string, cycles: number | null = null): Discount => ({ kind: 'percent', percent: value, cycles });
const amount = (value: string, cycles: number | null = null): Discount => ({ kind: 'amount', amount: value, cycles });

const priced = (price: PriceModel, adjustments: Partial<PriceAdjustments>, quantity = '10', cycle = 1): string =>
  priceQuantity({ ...price, adjustments: { ...noAdjustments, ...adjustments } }, quantity, { cycle }).exactAmount;

describe('adjustments of a price', () => {
  it.each<[string, PriceModel, Partial<PriceAdjustments>, string, string]>([
    ['included units are free', perUnit, { includedQuantity: '4' }, '10', '60'],
    ['fewer units than included cost nothing', perUnit, { includedQuantity: '4' }, '3.5', '0'],
    [
      'included units are deducted before tiers are chosen: 12 − 2 = 10 → 5 + 20',
      tiered,
      { includedQuantity: '2' },
      '12',
      '25',
    ],
    ['a quantity of 0 costs the first flat amount if configured', tiered, { zeroQuantity: 'chargeFirstFlat' }, '0', '5'],
    [
      'a fully included quantity costs the first flat amount if configured',
      tiered,
      { zeroQuantity: 'chargeFirstFlat', includedQuantity: '2' },
      '1',
      '5',
    ],
    ['discounts in the order given: 100 → 90 → 85', perUnit, { discounts: [percent('10'), amount('5')] }, '10', '85'],
    ['in the other order: 100 → 95 → 85.5', perUnit, { discounts: [amount('5'), percent('10')] }, '10', '85.5'],
    [
      'percents apply to the remaining amount: 100 → 50 → 25',
      perUnit,
      { discounts: [percent('50'), percent('50')] },
      '10',
      '25',
    ],
    ['never below 0', perUnit, { discounts: [amount('150')] }, '10', '0'],
    ['a minimum spend after discounts', perUnit, { discounts: [percent('90')], minimumSpend: '30.00' }, '10', '30'],
    ['a minimum spend for a quantity of 0', perUnit, { minimumSpend: '30.00' }, '0', '30'],
    [
      'a maximum spend after discounts: 200 − 10 % = 180',
      perUnit,
      { discounts: [percent('10')], maximumSpend: '150' },
      '20',
      '150',
    ],
    ['no effect of bounds for an amount between them', perUnit, { minimumSpend: '30', maximumSpend: '150' }, '10', '100'],
    ['a discount on a flat price', { model: 'flat', amount: '20.00' }, { discounts: [percent('12.5')] }, '1', '17.5'],
  ])('%s', (_name, price, adjustments, quantity, expected) => {
    expect(priced(price, adjustments, quantity)).toBe(expected);
  });

  it.each([
    [1, '80'],
    [3, '80'],
    [4, '90'],
  ])('a discount for the first 3 cycles with an unlimited one gives in cycle %i: %s', (cycle, expected) => {
    expect(priced(perUnit, { discounts: [amount('10', 3), amount('10')] }, '10', cycle)).toBe(expected);
  });

  it('the formula says whether there are adjustments', () => {
    const adjustments = { ...noAdjustments, discounts: [percent('10')] };
    expect(priceQuantity({ ...perUnit, adjustments }, '1').formula).toBe('quantity × unitAmount, adjusted');
    expect(priceQuantity({ ...perUnit, adjustments: noAdjustments }, '1').formula).toBe('quantity × unitAmount');
  });

  it('the amount stays within the bounds for any discounts', () => {
    const discounts = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 100 }).map((p) => percent(String(p))),
        rates.map((r) => amount(r)),
      ),
      {
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(discounts, quantities, (list, quantity) => {
        const bounded = priced(perUnit, { discounts: list, minimumSpend: '5', maximumSpend: '500' }, quantity);
        expect([compareDecimals(bounded, '5') >= 0, compareDecimals(bounded, '500') <= 0]).toEqual([true, true]);
        expect(compareDecimals(priced(perUnit, { discounts: list }, quantity), '0') >= 0).toBe(true);
      }),
    );
  });
});
