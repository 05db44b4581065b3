import { assertNever } from '../invariant.ts';
import { readAmount, readQuantity, readRate } from './fixed-point.ts';
import { priceGraduated } from './graduated.ts';
import { packagesOf } from './packages.ts';
import { pricePercentage } from './percentage.ts';
import type { PriceModel } from './price-model.ts';
import { tierTable } from './tier-table.ts';
import { priceVolume } from './volume.ts';

const one = readQuantity('1');

/**
 * The amount of the model for a quantity (in 10^-12), exact and in 10^-26. A quantity of 0 costs nothing, except for a flat
 * amount. The units of a flat price are instances; each is charged the amount (semantics §8).
 * @rule 2-18, 3-32, 3-35
 */
export function modelAmount(price: PriceModel, units: bigint): bigint {
  switch (price.model) {
    case 'flat':
      return units > one ? units * readRate(price.amount) : readAmount(price.amount);
    case 'perUnit':
      return units * readRate(price.unitAmount);
    case 'tiered':
    case 'tieredPackage':
      return priceGraduated(tierTable(price), units);
    case 'volume':
    case 'stairStep':
    case 'volumePackage':
      return priceVolume(tierTable(price), units);
    case 'package':
      return packagesOf(units, readQuantity(price.size)) * readRate(price.amount);
    case 'percentage':
      return pricePercentage(price, units);
    default:
      return assertNever(price);
  }
}
