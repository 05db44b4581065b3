import type { FlatPrice, PerUnitPrice } from '../../../src/domain/catalogue/rate-card.ts';
import { priceQuantity } from '../../../src/domain/pricing/price-quantity.ts';

const terms = {
  id: 'price_1',
  key: 'monthly',
  currency: 'USD',
  cadence: { every: 1, unit: 'month' },
  timing: 'inAdvance',
} as const;
const flat = (amount: string): FlatPrice => ({ ...terms, model: 'flat', amount });
const perUnit = (unitAmount: string): PerUnitPrice => ({ ...terms, model: 'perUnit', unitAmount });

describe('priceQuantity', () => {
  it.each([
    ['flat once', flat('20.00'), '1', { quantity: '1', unitAmount: '20', exactAmount: '20', formula: 'amount' }],
    [
      'flat for nothing used, since it is paid for being there',
      flat('20.00'),
      '0',
      { quantity: '1', unitAmount: '20', exactAmount: '20', formula: 'amount' },
    ],
    [
      'flat for each of 3 instances',
      flat('20.00'),
      '3',
      { quantity: '3', unitAmount: '20', exactAmount: '60', formula: 'instances × amount' },
    ],
    ['3 units', perUnit('7.00'), '3', { quantity: '3', unitAmount: '7', exactAmount: '21', formula: 'quantity × unitAmount' }],
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
  ] as const)('prices %s', (_name, price, quantity, expected) => {
    expect(priceQuantity(price, quantity)).toEqual(expected);
  });

  it('throws on a negative quantity', () => {
    expect(() => priceQuantity(perUnit('7.00'), '-1')).toThrow('a negative quantity has no price: -1');
  });
});
