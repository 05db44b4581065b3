import * as fc from 'fast-check';
import { fromFixedPoint } from '../../../src/domain/pricing/fixed-point.ts';
import type { Tier } from '../../../src/domain/pricing/price-model.ts';

const places = 12;
const scaled = (units: bigint): string => fromFixedPoint(units, places);

/** Quantities from 10^-12 to 10^15, whole or fractional, and 0. */
export const quantities: fc.Arbitrary<string> = fc
  .oneof(
    fc.bigInt({ min: 0n, max: 10n ** 4n }),
    fc.bigInt({ min: 0n, max: 10n ** 15n }).map((whole) => whole * 10n ** 12n),
    fc.bigInt({ min: 0n, max: 10n ** 27n }),
  )
  .map(scaled);

/** Unit amounts of at most 12 decimals. */
export const rates: fc.Arbitrary<string> = fc
  .oneof(fc.bigInt({ min: 0n, max: 10n ** 5n }), fc.bigInt({ min: 0n, max: 10n ** 18n }))
  .map(scaled);

const flatAmounts = fc.option(fc.integer({ min: 0, max: 100_000 }).map((cents) => fromFixedPoint(BigInt(cents), 2)));

/** One to eight tiers whose bounds are multiples of `step`. */
export const tierTables = ({ step, amounts }: { step: number; amounts: 'both' | 'unit' }): fc.Arbitrary<readonly Tier[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 7 })
    .map((bounds) => [...bounds.toSorted((a, b) => a - b).map((bound) => String(bound * step)), null])
    .chain((bounds) =>
      fc.tuple(
        ...bounds.map((upTo) =>
          fc.record({
            upTo: fc.constant(upTo),
            unitAmount: rates,
            flatAmount: amounts === 'both' ? flatAmounts : fc.constant(null),
          }),
        ),
      ),
    );
