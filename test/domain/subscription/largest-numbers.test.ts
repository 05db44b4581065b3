import * as fc from 'fast-check';
import { largestDecimal, largestLineAmount } from '../../../src/domain/money/bounds.ts';
import { add, compareDecimals } from '../../../src/domain/money/exact.ts';
import { roundToMoney } from '../../../src/domain/money/money.ts';
import { noAdjustments, type PriceAdjustments, type PriceModel } from '../../../src/domain/pricing/price-model.ts';
import { priceModelIssues } from '../../../src/domain/pricing/price-model-issues.ts';
import { priceQuantity } from '../../../src/domain/pricing/price-quantity.ts';
import { prorate } from '../../../src/domain/billing/proration.ts';
import { withinBounds } from '../../../src/domain/subscription/offer/quantity.ts';
import { aCreate, at, attach, changeQuantity } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { anAddOn, aPlan, aRateCard, monthly, perUnit } from '../../support/builders/offerings.ts';
import { execute, given, newScenario, advanceUntil } from '../../support/decider.ts';

const decimals = fc.constantFrom('0', '0.000000000001', '1', '99', '1000000000', '999999999999999', largestDecimal);
const tiers = fc.tuple(decimals, decimals, decimals, decimals).map(([first, firstFlat, last, lastFlat]) => [
  { upTo: '1000', unitAmount: first, flatAmount: firstFlat },
  { upTo: null, unitAmount: last, flatAmount: lastFlat },
]);
const models: fc.Arbitrary<PriceModel> = fc.oneof(
  decimals.map((amount) => ({ model: 'flat' as const, amount })),
  decimals.map((unitAmount) => ({ model: 'perUnit' as const, unitAmount })),
  fc.record({ model: fc.constantFrom('tiered' as const, 'volume' as const), tiers }),
  fc.record({ model: fc.constantFrom('tieredPackage' as const, 'volumePackage' as const), tiers, size: decimals }),
  fc.record({ model: fc.constant('package' as const), size: decimals, amount: decimals }),
  fc.record({
    model: fc.constant('percentage' as const),
    percent: decimals,
    fixedAmount: fc.option(decimals),
    minimumAmount: fc.constant(null),
    maximumAmount: fc.option(decimals),
  }),
);
const adjusted: fc.Arbitrary<PriceAdjustments> = fc.record({
  includedQuantity: fc.option(decimals),
  zeroQuantity: fc.constant('free' as const),
  discounts: fc.constantFrom([], [{ kind: 'percent' as const, percent: '99.999999999999', cycles: 1 }]),
  minimumSpend: fc.option(fc.constantFrom('0', '999999999999999')),
  maximumSpend: fc.constant(null),
});
const shares = fc
  .constantFrom([1, 1], [1, 31], [30, 31], [86_399_999, 86_400_000])
  .map(([numerator = 0, denominator = 1]) => ({ numerator, denominator }));

const addOnAt = (price: PriceModel & { readonly adjustments: PriceAdjustments }) =>
  anAddOn({ rateCards: [aRateCard('c', { prices: [{ ...perUnit('0'), ...price }] })] });
const digitsOf = (amount: string): number => amount.replace(/[-.]/g, '').length;
const usdMonthly = { currency: 'USD', cadence: monthly };

describe('the bounds of prices and quantities', () => {
  it('limit every accepted line to 18 digits before the point, and the sum of many to 34', () => {
    fc.assert(
      fc.property(models, adjusted, decimals, shares, (model, adjustments, quantity, share) => {
        const price = { ...model, adjustments: model.model === 'flat' ? noAdjustments : adjustments };
        fc.pre(priceModelIssues(price, 'CLF').every(({ code }) => code === 'too_many_decimals'));
        fc.pre(withinBounds(addOnAt(price), { total: quantity, terms: usdMonthly }).ok);
        const { amount } = roundToMoney(prorate(priceQuantity(price, quantity).exactAmount, share), 'CLF');
        expect(compareDecimals(amount, largestLineAmount)).toBeLessThanOrEqual(0);
        expect(digitsOf(amount)).toBeLessThanOrEqual(19 + 4);
      }),
      { seed: 7, numRuns: 2_000 },
    );
    const million = Array.from({ length: 20 }).reduce<string>((sum) => add(sum, sum), `${largestLineAmount}.0001`);
    expect(million).toBe('1048576000000000000000104.8576');
  });

  it('refuse a package price whose unit costs more than the largest line', () => {
    const price = { model: 'package', size: '0.000000000001', amount: '1000001' } as const;
    expect(priceModelIssues(price, 'USD')).toMatchObject([{ code: 'amount_too_large', pointer: '/size' }]);
    expect(priceModelIssues({ ...price, amount: '1000000' }, 'USD')).toEqual([]);
  });

  it('refuse an amount above 999999999999999.999999999999 where prices are saved and launched', () => {
    expect(priceModelIssues({ model: 'perUnit', unitAmount: '1000000000000000' }, 'USD')).toMatchObject([
      { code: 'amount_too_large', pointer: '/unitAmount' },
    ]);
    expect(priceModelIssues({ model: 'perUnit', unitAmount: largestDecimal }, 'USD')).toEqual([]);
  });
});

describe('the quantity of an add-on at the largest price', () => {
  const dear = (instance: 'single' | 'multiple') =>
    newScenario(
      factsOfPlan(aPlan(), [anAddOn({ instance, rateCards: [aRateCard('c', { prices: [perUnit(largestDecimal)] })] })]),
    );
  const active = (instance: 'single' | 'multiple') =>
    execute(dear(instance), aCreate({ startAt: at('2026-03-01') }), at('2026-03-01'));
  const march = at('2026-03-01');

  it.each(['single', 'multiple'] as const)('is at most 1000 for a %s-instance add-on', (instance) => {
    expect(given(active(instance)).when(attach('pool', { quantity: '1001' }), march)).toBe('quantity_invalid');
    expect(given(active(instance)).when(attach('pool', { quantity: '999999999999999' }), march)).toBe('quantity_invalid');
    const held = execute(active(instance), attach('pool', { quantity: '1000' }), march);
    expect(given(held).when(changeQuantity(held.attachmentId, '1001'), march)).toBe('quantity_invalid');
    const renewed = advanceUntil(held, at('2026-04-01'));
    expect(renewed.invoices.at(-1)?.total.amount).toBe('1000000000000000020.00');
  });

  it('includes attached and scheduled units of a multi-instance add-on', () => {
    const held = execute(active('multiple'), attach('pool', { quantity: '600' }), march);
    expect(given(held).when(attach('pool', { quantity: '401' }), march)).toBe('quantity_invalid');
    const more = execute(held, attach('pool', { quantity: '300', when: 'nextPeriod' }), march);
    expect(given(more).when(attach('pool', { quantity: '101', policies: { 'instance.merge': 'separate' } }), march)).toBe(
      'quantity_invalid',
    );
  });

  it('is checked in an order too', () => {
    const order = aCreate({ startAt: march, addOns: [{ addOnKey: 'pool', quantity: '1001' }] });
    expect(given(dear('single')).when(order, march)).toBe('quantity_invalid');
  });
});
