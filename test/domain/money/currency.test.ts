import { digitsOf, isCurrency, minorUnitDigits } from '../../../src/domain/money/currency.ts';

describe('minorUnitDigits', () => {
  it.each([
    ['USD', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['TND', 3],
    ['CLF', 4],
    ['HUF', 2],
    ['ISK', 0],
  ])('of %s is %i', (currency, expected) => {
    expect(minorUnitDigits(currency)).toBe(expected);
  });

  it.each(['usd', 'XAU', 'XXX', 'DEM', 'US', ''])('is undefined for %j', (currency) => {
    expect(minorUnitDigits(currency)).toBeUndefined();
    expect(isCurrency(currency)).toBe(false);
  });

  it('covers the currencies of the runtime, except withdrawn ones and those without a minor unit', () => {
    const withdrawn = ['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'ZWL'];
    const withoutMinorUnit = ['XDR', 'XSU'];
    const expected = Intl.supportedValuesOf('currency').filter((code) => ![...withdrawn, ...withoutMinorUnit].includes(code));
    expect(expected.filter((code) => !isCurrency(code))).toEqual([]);
  });
});

describe('digitsOf', () => {
  it('throws for an unknown currency', () => {
    expect(() => digitsOf('XAU')).toThrow('not a currency: XAU');
  });
});
