import '../../support/fixed-seed.ts';
import * as fc from 'fast-check';
import type { InvoiceLine } from '../../../src/domain/billing/invoice.ts';
import { defaultTerms, type PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import { add, compareDecimals } from '../../../src/domain/money/exact.ts';
import { derivePrice, workingOf } from '../../../src/domain/pricing/derive-price.ts';
import { explainPrice, explainWorking } from '../../../src/domain/pricing/explain-price.ts';
import { noAdjustments, type PriceAdjustments, type PriceModel, type Tier } from '../../../src/domain/pricing/price-model.ts';
import type { AdjustedPrice } from '../../../src/domain/pricing/price-quantity.ts';
import { at, aCreate, attach, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { anAddOn, aPlan, aRateCard, monthly } from '../../support/builders/offerings.ts';
import { execute, type Scenario, newScenario } from '../../support/decider.ts';
import { recomputeAmount, recomputePrice } from '../../support/recompute.ts';

const decimals = (places: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: most * 10 ** places }).map((whole) => (whole / 10 ** places).toFixed(places));
const amounts = decimals(2, 500);
const rates = decimals(4, 50);

/** Up to four tiers, the packaged ones on multiples of 5. */
const tables = (step: number): fc.Arbitrary<readonly Tier[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 })
    .map((bounds) => [...bounds.toSorted((a, b) => a - b).map((bound) => String(bound * step)), null])
    .chain((bounds) =>
      fc.tuple(
        ...bounds.map((upTo) => fc.record({ upTo: fc.constant(upTo), unitAmount: rates, flatAmount: fc.option(amounts) })),
      ),
    );

const models: fc.Arbitrary<PriceModel> = fc.oneof(
  amounts.map((amount): PriceModel => ({ model: 'flat', amount })),
  rates.map((unitAmount): PriceModel => ({ model: 'perUnit', unitAmount })),
  fc.record({ model: fc.constantFrom('tiered', 'volume'), tiers: tables(5) }),
  tables(5).map((tiers): PriceModel => ({
    model: 'stairStep',
    tiers: tiers.map(({ upTo, flatAmount }) => ({ upTo, unitAmount: null, flatAmount: flatAmount ?? '1' })),
  })),
  amounts.map((amount): PriceModel => ({ model: 'package', size: '5', amount })),
  fc.record({ model: fc.constantFrom('tieredPackage', 'volumePackage'), size: fc.constant('5'), tiers: tables(5) }),
  fc.record({
    model: fc.constant('percentage' as const),
    percent: decimals(2, 20),
    fixedAmount: fc.option(amounts),
    minimumAmount: fc.constantFrom(null, '3.00'),
    maximumAmount: fc.constantFrom(null, '40.00'),
  }),
);

const discounts = fc.array(
  fc.oneof(
    decimals(1, 100).map((percent) => ({ kind: 'percent', percent, cycles: null }) as const),
    amounts.map((amount) => ({ kind: 'amount', amount, cycles: null }) as const),
  ),
  { maxLength: 2 },
);
const adjustments: fc.Arbitrary<PriceAdjustments> = fc.oneof(
  fc.constant(noAdjustments),
  fc.record({
    includedQuantity: fc.constantFrom(null, '2', '7.5'),
    zeroQuantity: fc.constantFrom('free', 'chargeFirstFlat'),
    discounts,
    minimumSpend: fc.constantFrom(null, '5.00'),
    maximumSpend: fc.constantFrom(null, '300.00'),
  }),
);
const prices: fc.Arbitrary<AdjustedPrice> = fc.tuple(models, adjustments).map(([model, around]) => ({
  ...model,
  adjustments: model.model === 'flat' ? { ...around, includedQuantity: null } : around,
}));

/** The value after a round trip through JSON. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const march = at('2026-03-01');
const day = (number: number) => at(`2026-03-${String(number).padStart(2, '0')}T09:30Z`);

interface Life {
  readonly price: AdjustedPrice;
  readonly bought: number;
  readonly more: number;
  readonly days: readonly number[];
  readonly unit: 'day' | 'second';
}
const lives: fc.Arbitrary<Life> = fc.record({
  price: prices,
  bought: fc.integer({ min: 1, max: 30 }),
  more: fc.integer({ min: 1, max: 30 }),
  days: fc.tuple(...[1, 2, 3, 4].map(() => fc.integer({ min: 1, max: 31 }))).map((days) => days.toSorted((a, b) => a - b)),
  unit: fc.constantFrom('day', 'second'),
});

/** Attaches, increases, decreases and removes an add-on at once, all in March. */
function live({ price, bought, more, days: [first = 1, second = 1, third = 1, last = 1], unit }: Life): Scenario {
  const point = { ...defaultTerms, id: 'pri_1', key: 'usd', currency: 'USD', cadence: monthly, ...price } as PricePoint;
  const instance = price.model === 'flat' ? 'multiple' : 'single';
  const boxes = anAddOn({ key: 'boxes', instance, rateCards: [aRateCard('boxes', { prices: [point] })] });
  const facts = factsOfPlan(aPlan({ policies: { 'proration.unit': unit } }), [boxes]);
  const counted = price.model !== 'percentage';
  const one = execute(
    execute(newScenario(facts), aCreate(), march),
    attach('boxes', { quantity: counted ? String(bought) : '1' }),
    day(first),
  );
  const id = one.attachmentId;
  const increased = counted ? execute(one, changeQuantity(id, String(bought + more)), day(second)) : one;
  const decreased = counted ? execute(increased, changeQuantity(id, String(more), { when: 'now' }), day(third)) : increased;
  return execute(decreased, remove(id, { when: 'now' }), day(last));
}

const linesOf = ({ invoices, creditNotes }: Scenario): readonly InvoiceLine[] =>
  [...invoices, ...creditNotes].flatMap(({ lines }) => lines);

describe('the derivation of a line', () => {
  it('recomputes its amount exactly, in all nine models and for every share', () => {
    fc.assert(
      fc.property(lives, (life) => {
        for (const line of stored(linesOf(live(life)))) expect(recomputeAmount(line)).toEqual(line.amount);
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same sentences as the price', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const ofPrice = (quantity: string) =>
          explainPrice(derivePrice(life.price, quantity, { instances: quantity }), 'USD').slice(0, -1);
        const kept = stored(linesOf(live(life))).flatMap(({ derivation: { price, paid } }) =>
          [price, paid].filter((working) => working !== undefined),
        );
        expect(kept.map(explainWorking)).toEqual(kept.map(({ quantity }) => ofPrice(quantity)));
      }),
      { numRuns: 200 },
    );
  });

  it('has no empty parts: a renewal at a unit price keeps only quantity and unit amount', () => {
    const [line] = execute(newScenario(factsOfPlan(aPlan(), [])), aCreate(), march).invoices[0]?.lines ?? [];
    expect(Object.keys(line?.derivation ?? {})).toEqual([
      'formula',
      'quantity',
      'unitAmount',
      'share',
      'exactAmount',
      'rounding',
      'timeZone',
      'policies',
    ]);
  });
});

describe('the derivation of a price', () => {
  it('adds up: the steps give the amount of the model, the adjustments the price, the units the quantity', () => {
    fc.assert(
      fc.property(prices, decimals(2, 60), (price, quantity) => {
        const working = workingOf(price, quantity);
        expect(working.steps.map(({ subtotal }) => subtotal).reduce(add, '0')).toBe(working.modelAmount);
        expect(compareDecimals(recomputePrice(working), working.exactAmount)).toBe(0);
        const units = working.steps.map((step) => step.units).reduce(add, working.includedUnits);
        const counted = price.model === 'flat' ? working.quantity : quantity;
        const isCounted = working.steps.length === 0 || compareDecimals(units, counted) === 0;
        expect(`${units} of ${counted}: ${isCounted}`).toBe(`${units} of ${counted}: true`);
      }),
    );
  });

  it('3-33 lists each tier with its bounds, units, amounts and total', () => {
    const tiers = [
      { upTo: '5', unitAmount: '7.00', flatAmount: '1.50' },
      { upTo: '10', unitAmount: '6.50', flatAmount: null },
      { upTo: null, unitAmount: '6.00', flatAmount: null },
    ];
    expect(workingOf({ model: 'tiered', tiers }, '12').steps).toEqual([
      { tier: 1, from: '0', upTo: '5', units: '5', unitAmount: '7', flatAmount: '1.5', subtotal: '36.5' },
      { tier: 2, from: '5', upTo: '10', units: '5', unitAmount: '6.5', subtotal: '32.5' },
      { tier: 3, from: '10', units: '2', unitAmount: '6', subtotal: '12' },
    ]);
    expect(workingOf({ model: 'package', size: '5', amount: '9.00' }, '12').steps).toEqual([
      { units: '12', packages: '3', packageSize: '5', unitAmount: '9', subtotal: '27' },
    ]);
  });
});
