import '../../support/fixed-seed.ts';
import * as fc from 'fast-check';
import { compareDecimals } from '../../../src/domain/money/exact.ts';
import { derivePrice } from '../../../src/domain/pricing/derive-price.ts';
import { tierIssues } from '../../../src/domain/pricing/tier-issues.ts';
import type { PriceModel, Tier } from '../../../src/domain/pricing/price-model.ts';
import { priceQuantity } from '../../../src/domain/pricing/price-quantity.ts';
import { quantities, rates, tierTables } from './arbitrary-price.ts';

/** The oracle counts in integers of 10^-12; the product of two is an integer of 10^-24. */
function scale(text: string, places = 12): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole) * 10n ** BigInt(places) + BigInt(fraction.padEnd(places, '0'));
}
const exactly = (price: PriceModel, quantity: string): bigint => scale(priceQuantity(price, quantity).exactAmount, 24);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const ceiling = (units: bigint, size: bigint): bigint => units / size + (units % size === 0n ? 0n : 1n);

/** The amount tier by tier, from the lowest; `count` counts the units or packages in each. */
function graduatedOracle(tiers: readonly Tier[], quantity: string, count: (units: bigint) => bigint): bigint {
  const units = scale(quantity);
  return tiers.reduce((sum, { upTo, unitAmount, flatAmount }, index) => {
    const from = scale(tiers[index - 1]?.upTo ?? '0');
    if (units <= from) return sum;
    const inside = (upTo === null ? units : smaller(units, scale(upTo))) - from;
    return sum + count(inside) * scale(unitAmount ?? '0') + scale(flatAmount ?? '0', 24);
  }, 0n);
}
const reached = (tiers: readonly Tier[], quantity: string): Tier | undefined =>
  tiers.find(({ upTo }) => upTo === null || compareDecimals(quantity, upTo) <= 0);

describe('laws of prices', () => {
  const both = tierTables({ step: 1, amounts: 'both' });

  it('arbitrary tables are valid', () => {
    fc.assert(fc.property(both, (tiers) => expect(tierIssues({ model: 'tiered', tiers }, 'USD')).toEqual([])));
  });

  it('3-32 per unit is exact for huge and tiny quantities', () => {
    fc.assert(
      fc.property(rates, quantities, (unitAmount, quantity) => {
        expect(exactly({ model: 'perUnit', unitAmount }, quantity)).toBe(scale(unitAmount) * scale(quantity));
      }),
    );
  });

  it('3-33 tiered is exact for huge and tiny quantities', () => {
    fc.assert(
      fc.property(both, quantities, (tiers, quantity) => {
        expect(exactly({ model: 'tiered', tiers }, quantity)).toBe(graduatedOracle(tiers, quantity, (units) => units));
      }),
    );
  });

  it('3-33 tiered is the sum of the price of each unit in its tier', () => {
    fc.assert(
      fc.property(tierTables({ step: 1, amounts: 'unit' }), fc.integer({ min: 0, max: 80 }), (tiers, count) => {
        const units = Array.from({ length: count }, (_, index) => scale(reached(tiers, String(index + 1))?.unitAmount ?? '0'));
        const sum = units.reduce((total, amount) => total + amount, 0n) * 10n ** 12n;
        expect(exactly({ model: 'tiered', tiers }, String(count))).toBe(sum);
      }),
    );
  });

  it('3-33 tiered never decreases as the quantity increases', () => {
    fc.assert(
      fc.property(both, quantities, quantities, (tiers, a, b) => {
        const [less, more] = compareDecimals(a, b) <= 0 ? [a, b] : [b, a];
        expect(exactly({ model: 'tiered', tiers }, less) <= exactly({ model: 'tiered', tiers }, more)).toBe(true);
      }),
    );
  });

  it('3-35 stair-step never decreases if its steps increase', () => {
    const rising = tierTables({ step: 1, amounts: 'unit' }).map((tiers) =>
      tiers.map(({ upTo }, index) => ({ upTo, unitAmount: null, flatAmount: String(index * 3) })),
    );
    fc.assert(
      fc.property(rising, quantities, quantities, (tiers, a, b) => {
        const [less, more] = compareDecimals(a, b) <= 0 ? [a, b] : [b, a];
        expect(exactly({ model: 'stairStep', tiers }, less) <= exactly({ model: 'stairStep', tiers }, more)).toBe(true);
      }),
    );
  });

  it('3-34 volume is exact, and at a bound has the price of the tier that ends there', () => {
    fc.assert(
      fc.property(both, fc.nat({ max: 6 }), quantities, (tiers, position, other) => {
        const bound = tiers[position]?.upTo ?? other;
        const { unitAmount, flatAmount } = reached(tiers, bound) ?? {};
        const expected = scale(bound) === 0n ? 0n : scale(bound) * scale(unitAmount ?? '0') + scale(flatAmount ?? '0', 24);
        expect(exactly({ model: 'volume', tiers }, bound)).toBe(expected);
      }),
    );
  });

  it('0-25 a package is never below the exact share, and less than one package above it', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 10_000 }), quantities, (amount, size, quantity) => {
        const charged = exactly({ model: 'package', size: String(size), amount }, quantity) * BigInt(size);
        const share = scale(amount) * scale(quantity);
        expect(charged >= share).toBe(true);
        expect(charged - share <= scale(amount) * scale(String(size))).toBe(true);
      }),
    );
  });

  it('0-25 tiers of packages count the packages started in each tier', () => {
    fc.assert(
      fc.property(tierTables({ step: 40, amounts: 'both' }), quantities, (tiers, quantity) => {
        const packages = (units: bigint): bigint => ceiling(units, scale('40')) * 10n ** 12n;
        expect(exactly({ model: 'tieredPackage', size: '40', tiers }, quantity)).toBe(
          graduatedOracle(tiers, quantity, packages),
        );
      }),
    );
  });

  it.each(['tiered', 'volume'] as const)('the steps of %s sum to its amount and their units to the quantity', (model) => {
    fc.assert(
      fc.property(both, quantities, (tiers, quantity) => {
        const { steps, exactAmount } = derivePrice({ model, tiers }, quantity);
        const sum = (texts: readonly string[], places: number): bigint =>
          texts.reduce((total, text) => total + scale(text, places), 0n);
        expect(
          sum(
            steps.map(({ subtotal }) => subtotal),
            24,
          ),
        ).toBe(scale(exactAmount, 24));
        expect(
          sum(
            steps.map(({ units }) => units),
            12,
          ),
        ).toBe(scale(quantity));
      }),
    );
  });

  it.each(['perUnit', 'tiered', 'volume', 'stairStep'] as const)('%s: a quantity of 0 costs nothing', (model) => {
    const tiers = [{ upTo: null, unitAmount: '3', flatAmount: '5' }];
    expect(priceQuantity(model === 'perUnit' ? { model, unitAmount: '3' } : { model, tiers }, '0').exactAmount).toBe('0');
  });
});
