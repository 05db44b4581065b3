import * as fc from 'fast-check';
import { allocate } from '../../../src/domain/money/allocate.ts';
import { money, negateMoney, roundToMoney, sumMoney } from '../../../src/domain/money/money.ts';
import { currencies, decimals } from './arbitrary-money.ts';

const split = (amount: string, currency: string, weights: readonly string[]): readonly string[] =>
  allocate(money(amount, currency), weights).map((part) => part.amount);

describe('allocate', () => {
  it.each([
    ['gives a tie to the earlier part', '10.00', 'USD', ['1', '1', '1'], ['3.34', '3.33', '3.33']],
    ['gives two remaining cents to the two earlier parts', '0.05', 'USD', ['1', '1', '1'], ['0.02', '0.02', '0.01']],
    // 100 × 0.5/3.5 = 14.29, × 2/3.5 = 57.14, × 1/3.5 = 28.57: the remaining yen goes to the largest remainder, .57.
    ['gives the rest to the largest remainder', '100', 'JPY', ['0.5', '2', '1'], ['14', '57', '29']],
    ['mirrors a negative total', '-10.00', 'USD', ['1', '1', '1'], ['-3.34', '-3.33', '-3.33']],
    ['gives nothing to a part of weight zero', '0.01', 'USD', ['0', '1', '0.0'], ['0.00', '0.01', '0.00']],
    ['splits zero into zeros', '0.00', 'USD', ['1', '2'], ['0.00', '0.00']],
    ['splits thousandths', '1.000', 'KWD', ['1', '2'], ['0.333', '0.667']],
  ])('%s', (_name, amount, currency, weights, expected) => {
    expect(split(amount, currency, weights)).toEqual(expected);
  });

  it.each([
    ['all-zero weights', ['0', '0.00']],
    ['no weights', []],
    ['a negative weight', ['2', '-1']],
  ])('throws on %s', (_name, weights) => {
    expect(() => split('1.00', 'USD', weights)).toThrow(/allocation/);
  });

  const weightLists = fc.array(
    decimals.map((text) => text.replace('-', '')),
    { minLength: 1, maxLength: 12 },
  );

  it('gives parts that sum to the total, and mirrored parts for a negative total', () => {
    fc.assert(
      fc.property(decimals, currencies, weightLists, (amount, currency, weights) => {
        const total = roundToMoney(amount, currency);
        const parts = allocate(total, [...weights, '1']);
        expect(sumMoney(currency, parts)).toEqual(total);
        expect(allocate(negateMoney(total), [...weights, '1'])).toEqual(parts.map(negateMoney));
      }),
      { seed: 1 },
    );
  });
});
