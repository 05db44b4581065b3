/**
 * The largest quantity, unit amount and fee: 15 digits before the point, and the 12 decimals of a price.
 */
export const largestDecimal = '999999999999999.999999999999';

/**
 * The largest amount of a line for a full period. With four decimals, the most of any currency, it has 23 digits, so a sum of a
 * hundred billion lines stays within the 34 digits of our arithmetic: every total of accepted lines is exact.
 */
export const largestLineAmount = '1000000000000000000';
