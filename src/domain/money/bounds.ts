/** The largest quantity, unit amount and fee: 15 digits before the point and 12 after it. */
export const largestDecimal = '999999999999999.999999999999';

/**
 * The largest amount of a line for a full period. With four decimals, the most of any currency, it has 23 digits, so the sum of a
 * hundred billion lines has at most 34 digits and is exact.
 */
export const largestLineAmount = '1000000000000000000';
