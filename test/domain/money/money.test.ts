import * as fc from 'fast-check';
import { negate } from '../../../src/domain/money/exact.ts';
import {
  addMoney,
  compareMoney,
  isNegative,
  isZero,
  minMoney,
  money,
  negateMoney,
  roundToMoney,
  subtractMoney,
  sumMoney,
  zeroMoney,
} from '../../../src/domain/money/money.ts';
import { currencies, decimals } from './arbitrary-money.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('money', () => {
  it.each([
    ['20', 'USD', '20.00'],
    ['9.030000', 'USD', '9.03'],
    ['900', 'JPY', '900'],
    ['1.5', 'KWD', '1.500'],
    ['-0', 'USD', '0.00'],
  ])('writes %s %s as %s', (amount, currency, expected) => {
    expect(money(amount, currency)).toEqual({ amount: expected, currency });
  });

  it.each([
    ['9.035', 'USD'],
    ['900.5', 'JPY'],
    ['1e3', 'USD'],
    ['', 'USD'],
    ['1', 'XXX'],
  ])('throws for %s %s instead of rounding', (amount, currency) => {
    expect(() => money(amount, currency)).toThrow(/is not an amount of|not a currency/);
  });
});

describe('roundToMoney', () => {
  it.each([
    ['half up', '4.515', 'USD', '4.52'],
    ['half away from zero below it', '-4.515', 'USD', '-4.52'],
    ['below half down', '4.51499999999999999999', 'USD', '4.51'],
    ['20 × 14/31', '9.032258064516129032258064516129032', 'USD', '9.03'],
    ['to whole yen', '899.5', 'JPY', '900'],
    ['to a thousandth of a dinar', '0.0005', 'KWD', '0.001'],
    ['a small negative to zero without a sign', '-0.004', 'USD', '0.00'],
  ])('%s', (_name, exact, currency, expected) => {
    expect(roundToMoney(exact, currency)).toEqual({ amount: expected, currency });
  });

  it('throws for a string that is not a decimal', () => {
    expect(() => roundToMoney('NaN', 'USD')).toThrow('not a decimal: NaN');
  });
});

describe('adding and comparing', () => {
  it('adds, subtracts and negates', () => {
    expect(addMoney(usd('9.03'), usd('0.97'))).toEqual(usd('10.00'));
    expect(subtractMoney(usd('9.03'), usd('9.03'))).toEqual(usd('0.00'));
    expect(negateMoney(usd('0.00'))).toEqual(usd('0.00'));
    expect(negateMoney(usd('4.52'))).toEqual(usd('-4.52'));
  });

  it('sums a list, and an empty list to zero', () => {
    expect(sumMoney('USD', [usd('0.10'), usd('0.20'), usd('-0.05')])).toEqual(usd('0.25'));
    expect(sumMoney('JPY', [])).toEqual({ amount: '0', currency: 'JPY' });
  });

  it('compares by value', () => {
    expect(compareMoney(usd('10.00'), usd('9.00'))).toBe(1);
    expect(minMoney(usd('10.00'), usd('9.00'))).toEqual(usd('9.00'));
    expect(minMoney(usd('-1.00'), usd('9.00'))).toEqual(usd('-1.00'));
    expect([isZero(zeroMoney('KWD')), isZero(usd('0.01'))]).toEqual([true, false]);
    expect([isNegative(usd('-0.01')), isNegative(usd('0.00'))]).toEqual([true, false]);
  });

  it.each([
    ['adding', () => addMoney(usd('1.00'), money('1', 'EUR'))],
    ['subtracting', () => subtractMoney(usd('1.00'), money('1', 'EUR'))],
    ['comparing', () => compareMoney(usd('1.00'), money('1', 'EUR'))],
    ['summing', () => sumMoney('EUR', [usd('1.00')])],
  ])('throws on %s two currencies', (_name, act) => {
    expect(act).toThrow('does not mix with');
  });
});

describe('laws of money', () => {
  it('rounding is idempotent', () => {
    fc.assert(
      fc.property(decimals, currencies, (exact, currency) => {
        const rounded = roundToMoney(exact, currency);
        expect(roundToMoney(rounded.amount, currency)).toEqual(rounded);
      }),
      { seed: 1 },
    );
  });

  it('rounding is symmetric about zero', () => {
    fc.assert(
      fc.property(decimals, currencies, (exact, currency) => {
        expect(roundToMoney(negate(exact), currency)).toEqual(negateMoney(roundToMoney(exact, currency)));
      }),
      { seed: 2 },
    );
  });

  it('subtraction undoes addition', () => {
    fc.assert(
      fc.property(decimals, decimals, currencies, (first, second, currency) => {
        const a = roundToMoney(first, currency);
        const b = roundToMoney(second, currency);
        expect(subtractMoney(addMoney(a, b), b)).toEqual(a);
      }),
      { seed: 3 },
    );
  });
});
