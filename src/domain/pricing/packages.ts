import { quantityPlaces } from './fixed-point.ts';

const one = 10n ** BigInt(quantityPlaces);

/** ceil(units ÷ size), as a quantity: a started package counts as a whole one. 350 units in packages of 100 → 4. */
export const packagesOf = (units: bigint, size: bigint): bigint => ((units + size - 1n) / size) * one;
