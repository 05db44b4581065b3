import { invariant } from '../invariant.ts';
import { decimalsOf, isDecimal } from '../money/exact.ts';
import type { DecimalString } from '../money/exact.ts';

// Prices are whole numbers of a tiny unit: exact at any size, and fast enough to price usage in bulk.

/** A quantity counts 10^-12 of a unit, the precision of the wire. */
export const quantityPlaces = 12;

/** A unit amount counts 10^-14, so that a percentage with 12 decimals is also a unit amount: 2.9 % is 0.029. */
export const ratePlaces = 14;

/** An amount counts 10^-26: quantity × unit amount. */
export const amountPlaces = quantityPlaces + ratePlaces;

/** The decimal × 10^places. Throws InvariantError on text that is not a decimal and on more decimals. */
export function toFixedPoint(text: DecimalString, places: number): bigint {
  invariant(isDecimal(text), `not a decimal: ${text}`);
  const point = text.indexOf('.');
  if (point < 0) return BigInt(text + '0'.repeat(places));
  invariant(decimalsOf(text) <= places, `${text} has more than ${places} decimals`);
  return BigInt(text.slice(0, point) + text.slice(point + 1).padEnd(places, '0'));
}

/** The non-negative units × 10^-places, in canonical text: no trailing zeros. */
export function fromFixedPoint(units: bigint, places: number): DecimalString {
  const digits = units.toString().padStart(places + 1, '0');
  const whole = digits.slice(0, -places);
  let end = digits.length;
  while (end > whole.length && digits[end - 1] === '0') end--;
  return end === whole.length ? whole : `${whole}.${digits.slice(whole.length, end)}`;
}

/** A quantity in 10^-12. */
export const readQuantity = (text: DecimalString): bigint => toFixedPoint(text, quantityPlaces);
/** A unit amount or percentage in 10^-14; 0 for null. */
export const readRate = (text: DecimalString | null): bigint => (text === null ? 0n : toFixedPoint(text, ratePlaces));

/** An amount that is not per unit, such as a fee, in 10^-26; 0 for null. */
export const readAmount = (text: DecimalString | null): bigint => (text === null ? 0n : toFixedPoint(text, amountPlaces));

/** The text of a quantity in 10^-12. */
export const quantityText = (units: bigint): DecimalString => fromFixedPoint(units, quantityPlaces);
/** The text of an amount in 10^-26. */
export const amountText = (units: bigint): DecimalString => fromFixedPoint(units, amountPlaces);
