/**
 * The largest quantity, and the largest amount for one of something or of a fee: 15 digits before the point and the 12 after it that
 * prices have.
 */
export const largestDecimal = '999999999999999.999999999999';

/**
 * The most that one line may cost for a full period. With the four decimals of the finest currency that is 23 digits, so that sums
 * of a hundred billion lines stay within the 34 digits of our arithmetic: no total that is made of accepted lines is ever inexact.
 */
export const largestLine = '1000000000000000000';
