import * as fc from 'fast-check';
import {
  add,
  compareDecimals,
  decimalsOf,
  isDecimal,
  maxOf,
  minOf,
  multiply,
  multiplyByRatio,
  multiplyByShare,
  negate,
  normalize,
  subtract,
} from '../../../src/domain/money/exact.ts';
import { decimals } from './arbitrary-money.ts';

describe('isDecimal', () => {
  it.each(['0', '12', '-0.5', '3.140', '0.000000000001', '1000000000000000000000000000000000000'])('accepts %s', (text) => {
    expect(isDecimal(text)).toBe(true);
  });

  it.each(['', '-', '+1', '1e3', '.5', '5.', '007', '1,5', ' 1', '1\n', 'NaN', 'Infinity', '0x1', '--1'])(
    'refuses %j',
    (text) => {
      expect(isDecimal(text)).toBe(false);
    },
  );
});

describe('exact arithmetic', () => {
  it('adds exactly where floating point does not', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
  });

  it('gives a zero without sign or decimals', () => {
    expect(subtract('1.50', '1.5')).toBe('0');
  });

  it('multiplies a quantity of 10^12 with 4 decimals by a price of 12 decimals without losing a digit', () => {
    expect(multiply('1000000000000.0001', '0.123456789012')).toBe('123456789012.0000123456789012');
  });

  it('rounds half away from zero at the 34th digit: 28 digits times 12', () => {
    // (10^15 + 10^-12) × 1.00000000001 = 10^15 + 10^4 + 10^-12 + 10^-23: 39 digits, of which five are dropped.
    expect(multiply('1000000000000000.000000000001', '1.00000000001')).toBe('1000000000010000.000000000001');
  });

  it('negates zero to zero', () => {
    expect(negate('0.00')).toBe('0');
    expect(negate('-4.50')).toBe('4.5');
  });

  it.each([
    ['1.0', '1', 0],
    ['-2', '1', -1],
    ['10', '9', 1],
  ])('compares %s with %s as %i', (a, b, expected) => {
    expect(compareDecimals(a, b)).toBe(expected);
  });

  it('finds minimum and maximum by value, not by text', () => {
    expect(minOf('10', '9.0')).toBe('9');
    expect(maxOf('10', '9.0')).toBe('10');
    expect(minOf('-1', '0')).toBe('-1');
  });

  it.each([
    ['1.500', '1.5'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['0.000000000001', '0.000000000001'],
    ['100000000000000000000000', '100000000000000000000000'],
  ])('writes %s as %s', (text, expected) => {
    expect(normalize(text)).toBe(expected);
  });

  it.each([
    ['12', 0],
    ['1.50', 2],
    ['-0.000000000001', 12],
  ])('counts the written decimals of %s: %i', (text, expected) => {
    expect(decimalsOf(text)).toBe(expected);
  });

  it('throws for a string that is not a decimal', () => {
    expect(() => add('1e3', '1')).toThrow('not a decimal: 1e3');
  });
});

describe('multiplyByShare', () => {
  it('multiplies before it divides, so that 9 × 1/3 is 3 and not 2.999…', () => {
    expect(multiplyByShare('9', { numerator: 1, denominator: 3 })).toBe('3');
  });

  it('keeps 34 digits of a periodic quotient', () => {
    expect(multiplyByShare('1', { numerator: 2, denominator: 3 })).toBe('0.6666666666666666666666666666666667');
  });

  it('accepts the milliseconds of a century', () => {
    expect(multiplyByShare('20', { numerator: 3_155_760_000_000, denominator: 3_155_760_000_000 })).toBe('20');
  });

  it('throws for a denominator of 0', () => {
    expect(() => multiplyByShare('1', { numerator: 0, denominator: 0 })).toThrow('divides by zero');
  });

  it('accepts a ratio of decimals', () => {
    expect(multiplyByRatio('12', { numerator: '0.5', denominator: '1.5' })).toBe('4');
  });
});

describe('laws of exact arithmetic', () => {
  it('subtraction undoes addition', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(subtract(add(a, b), b)).toBe(normalize(a));
      }),
      { seed: 1 },
    );
  });

  it('addition and multiplication commute', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect([add(a, b), multiply(a, b)]).toEqual([add(b, a), multiply(b, a)]);
      }),
      { seed: 2 },
    );
  });

  it('the canonical form keeps the value and is idempotent', () => {
    fc.assert(
      fc.property(decimals, (a) => {
        expect(compareDecimals(normalize(a), a)).toBe(0);
        expect(normalize(normalize(a))).toBe(normalize(a));
      }),
      { seed: 3 },
    );
  });
});
