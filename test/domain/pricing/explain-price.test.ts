import { derivePrice } from '../../../src/domain/pricing/derive-price.ts';
import { explainPrice } from '../../../src/domain/pricing/explain-price.ts';
import { noAdjustments } from '../../../src/domain/pricing/price-model.ts';
import type { AdjustedPrice } from '../../../src/domain/pricing/price-quantity.ts';

const explain = (price: AdjustedPrice, quantity: string): readonly string[] =>
  explainPrice(derivePrice(price, quantity, { instances: quantity }), 'USD');
const tiers = [
  { upTo: '5', unitAmount: '7', flatAmount: '1.50' },
  { upTo: null, unitAmount: '6', flatAmount: null },
];

describe('explainPrice', () => {
  it('3-33 lists the tiers used, the units in each and their subtotals', () => {
    const adjustments = {
      ...noAdjustments,
      includedQuantity: '2',
      discounts: [{ kind: 'percent', percent: '10', cycles: null }],
      maximumSpend: '40.00',
    } as const;
    expect(explain({ model: 'tiered', tiers, adjustments }, '10')).toEqual([
      'Included: 2 of 10.',
      'Tier 1, up to 5: 5 × 7 + 1.5 flat = 36.5.',
      'Tier 2, above: 3 × 6 = 18.',
      'Together 54.5.',
      'Discount of 10 %: −5.45 leaves 49.05.',
      'Lowered to the maximum spend of 40.',
      'Rounded: 40.00 USD.',
    ]);
  });

  it.each<[string, AdjustedPrice, string, string]>([
    ['flat', { model: 'flat', amount: '20.00' }, '1', '20 flat = 20.'],
    ['flat instances', { model: 'flat', amount: '20.00' }, '3', '3 × 20 = 60.'],
    ['perUnit', { model: 'perUnit', unitAmount: '7.00' }, '3', '3 × 7 = 21.'],
    ['perUnit at nothing', { model: 'perUnit', unitAmount: '7.00' }, '0', '0 × 7 = 0.'],
    ['volume', { model: 'volume', tiers }, '6', 'Tier 2, above: 6 × 6 = 36.'],
    ['tiered at nothing', { model: 'tiered', tiers }, '0', 'There is nothing to charge for.'],
    [
      'tiered at nothing with its first flat amount',
      { model: 'tiered', tiers, adjustments: { ...noAdjustments, zeroQuantity: 'chargeFirstFlat' } },
      '0',
      'Tier 1, up to 5: 0 × 7 + 1.5 flat = 1.5.',
    ],
    ['package', { model: 'package', size: '100', amount: '5' }, '350', '4 packages for 350 × 5 = 20.'],
    [
      'percentage',
      { model: 'percentage', percent: '2.9', fixedAmount: '0.30', minimumAmount: '1', maximumAmount: '9' },
      '100',
      '2.9 % of 100 + 0.3 flat, at least 1 and at most 9 = 3.2.',
    ],
  ])('explains %s', (_name, price, quantity, sentence) => {
    expect(explain(price, quantity)[0]).toBe(sentence);
  });
});
