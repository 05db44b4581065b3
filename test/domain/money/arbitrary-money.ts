import * as fc from 'fast-check';

/** Decimals of either sign with up to 12 digits before and 6 after the point, trailing zeros included. */
export const decimals: fc.Arbitrary<string> = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 12n }),
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 999_999 }),
  )
  .map(([negative, whole, digits, fraction]) => {
    const point = digits === 0 ? '' : `.${String(fraction).padStart(6, '0').slice(0, digits)}`;
    return `${negative ? '-' : ''}${whole}${point}`;
  });

/** Currencies of 0, 2, 3 and 4 minor-unit digits. */
export const currencies: fc.Arbitrary<string> = fc.constantFrom('JPY', 'USD', 'KWD', 'CLF');
