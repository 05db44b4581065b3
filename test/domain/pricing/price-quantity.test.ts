import type { PriceModel, Tier } from '../../../src/domain/pricing/price-model.ts';
import { priceQuantity } from '../../../src/domain/pricing/price-quantity.ts';

const flat = (amount: string): PriceModel => ({ model: 'flat', amount });
const perUnit = (unitAmount: string): PriceModel => ({ model: 'perUnit', unitAmount });
const tier = (upTo: string | null, unitAmount: string | null, flatAmount: string | null = null): Tier => ({
  upTo,
  unitAmount,
  flatAmount,
});
const fees = [tier('10', '2', '5'), tier('20', '1', '3'), tier(null, '0.5')];

describe('priceQuantity', () => {
  it.each([
    ['3-31, 0-21 flat once', flat('20.00'), '1', { quantity: '1', unitAmount: '20', exactAmount: '20', formula: 'amount' }],
    [
      '3-31, 0-21 flat also for a quantity of 0',
      flat('20.00'),
      '0',
      { quantity: '1', unitAmount: '20', exactAmount: '20', formula: 'amount' },
    ],
    [
      '0-21 flat once, whatever the quantity',
      flat('99.00'),
      '1.5',
      { quantity: '1', unitAmount: '99', exactAmount: '99', formula: 'amount' },
    ],
    [
      '3-32, 2-11 per unit: 3 units',
      perUnit('7.00'),
      '3',
      { quantity: '3', unitAmount: '7', exactAmount: '21', formula: 'quantity × unitAmount' },
    ],
    ['no units', perUnit('7.00'), '0', { quantity: '0', unitAmount: '7', exactAmount: '0', formula: 'quantity × unitAmount' }],
    [
      'a fraction of a unit',
      perUnit('7.00'),
      '0.50',
      { quantity: '0.5', unitAmount: '7', exactAmount: '3.5', formula: 'quantity × unitAmount' },
    ],
    [
      'a price of 12 decimals',
      perUnit('0.000000000003'),
      '1000000',
      { quantity: '1000000', unitAmount: '0.000000000003', exactAmount: '0.000003', formula: 'quantity × unitAmount' },
    ],
  ] as const)('%s', (_name, price, quantity, expected) => {
    expect(priceQuantity(price, quantity)).toEqual(expected);
  });

  it('charges a flat amount for each instance, independent of the quantity', () => {
    const three = { quantity: '3', unitAmount: '20', exactAmount: '60', formula: 'instances × amount' };
    expect(priceQuantity(flat('20.00'), '160', { instances: '3' })).toEqual(three);
    expect(priceQuantity(perUnit('7.00'), '2', { instances: '3' }).exactAmount).toBe('14');
  });

  it.each<[string, PriceModel, string, string]>([
    ['3-33 adds the flat amount of each tier entered: 5 + 10 × 2 + 3 + 1', { model: 'tiered', tiers: fees }, '11', '29'],
    ['3-33 does not enter the next tier at a bound: 5 + 10 × 2', { model: 'tiered', tiers: fees }, '10', '25'],
    [
      '3-33 enters it with the smallest fraction of a unit',
      { model: 'tiered', tiers: fees },
      '10.000000000001',
      '28.000000000001',
    ],
    ['3-33 costs nothing for a quantity of 0, flat amounts included', { model: 'tiered', tiers: fees }, '0', '0'],
    [
      '3-34 takes the unit price and the flat amount of the tier reached: 3 + 11 × 1',
      { model: 'volume', tiers: fees },
      '11',
      '14',
    ],
    ['3-34 is in the tier below at a bound: 5 + 10 × 2', { model: 'volume', tiers: fees }, '10', '25'],
    ['package: 350 in packages of 100 are 4', { model: 'package', size: '100', amount: '5' }, '350', '20'],
    ['package: a fraction of a unit starts one', { model: 'package', size: '1', amount: '5' }, '2.000000000001', '15'],
    ['package: sizes may be fractional: 1 in packages of 0.4 are 3', { model: 'package', size: '0.4', amount: '5' }, '1', '15'],
    [
      'tieredPackage counts packages in each tier: 10 × 3 + 4 × 2',
      { model: 'tieredPackage', size: '100', tiers: [tier('1000', '3'), tier(null, '2')] },
      '1350',
      '38',
    ],
    [
      'volumePackage counts all of them at the price of the tier reached: 14 × 2',
      { model: 'volumePackage', size: '100', tiers: [tier('1000', '3'), tier(null, '2')] },
      '1350',
      '28',
    ],
  ])('%s', (_name, price, quantity, exactAmount) => {
    expect(priceQuantity(price, quantity).exactAmount).toBe(exactAmount);
  });

  it.each<[string, Partial<Extract<PriceModel, { model: 'percentage' }>>, string, string]>([
    ['2.9 % and 0.30 fixed of 100', { fixedAmount: '0.30' }, '100', '3.2'],
    ['0 of 0, without the fixed fee', { fixedAmount: '0.30', minimumAmount: '1' }, '0', '0'],
    ['at least the minimum, fixed fee included', { fixedAmount: '0.30', minimumAmount: '1' }, '10', '1'],
    ['at most the maximum', { maximumAmount: '15' }, '1000', '15'],
    [
      'a percentage of 12 decimals of the smallest amount',
      { percent: '0.000000000001' },
      '0.000000000001',
      '0.00000000000000000000000001',
    ],
  ])('percentage: %s', (_name, fields, quantity, exactAmount) => {
    const price = {
      model: 'percentage',
      percent: '2.9',
      fixedAmount: null,
      minimumAmount: null,
      maximumAmount: null,
      ...fields,
    } as const;
    expect(priceQuantity(price, quantity).exactAmount).toBe(exactAmount);
  });

  it.each<[string, PriceModel, string, string | null]>([
    ['3-34 the one of the tier reached', { model: 'volume', tiers: [tier('5', '7.00'), tier(null, '6.50')] }, '6', '6.5'],
    ['null if the tier has a flat amount', { model: 'volume', tiers: fees }, '6', null],
    ['null if the units have several prices', { model: 'tiered', tiers: fees }, '6', null],
    ['null for a package', { model: 'package', size: '10', amount: '5' }, '6', null],
  ])('the unit amount is %s', (_name, price, quantity, unitAmount) => {
    expect(priceQuantity(price, quantity).unitAmount).toBe(unitAmount);
  });

  it('throws for a negative quantity', () => {
    expect(() => priceQuantity(perUnit('7.00'), '-1')).toThrow('a negative quantity has no price: -1');
  });

  it('throws for more decimals than the API accepts', () => {
    expect(() => priceQuantity(perUnit('7.00'), '0.0000000000001')).toThrow('has more than 12 decimals');
  });
});
