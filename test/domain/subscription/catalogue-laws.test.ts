import * as fc from 'fast-check';
import { customerOffer } from '../../../src/domain/subscription/offer/customer-offer.ts';
import { checkLaunch } from '../../../src/domain/catalogue/launch/launch.ts';
import { applyLinkPrices } from '../../../src/domain/catalogue/model/link-prices.ts';
import type {
  AddOnVersion,
  BaseKind,
  BaseVersion,
  LinkPrice,
  OfferingVersion,
} from '../../../src/domain/catalogue/model/offering.ts';
import { hasUnitBasedPrice, type PriceQuery, pricesAt } from '../../../src/domain/catalogue/model/price-lookup.ts';
import { defaultTerms, type PricePoint, type RateCard } from '../../../src/domain/catalogue/model/rate-card.ts';
import { type SalePair, salePairs } from '../../../src/domain/catalogue/model/sale-pairs.ts';
import { noAdjustments, type PriceModel } from '../../../src/domain/pricing/price-model.ts';
import type { Create } from '../../../src/domain/subscription/model/commands.ts';
import { statusOf } from '../../../src/domain/subscription/model/state.ts';
import { boundaryAt } from '../../../src/domain/time/billing-calendar.ts';
import type { Cadence } from '../../../src/domain/time/cadence.ts';
import { at, aCreate } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, aSinglePurchase, monthly } from '../../support/builders/offerings.ts';
import { execute, attempt, liveState, newScenario, advanceUntil } from '../../support/decider.ts';
import { launchFacts } from '../../support/builders/launch-facts.ts';
import { tierTables } from '../pricing/arbitrary-price.ts';

const start = at('2026-01-31T10:00Z');
const cycles = 24;

const amounts = fc.integer({ min: 0, max: 100_000 }).map(String);
const models: fc.Arbitrary<PriceModel> = fc.oneof(
  amounts.map((amount): PriceModel => ({ model: 'flat', amount })),
  amounts.map((unitAmount): PriceModel => ({ model: 'perUnit', unitAmount })),
  fc.record({ model: fc.constantFrom('tiered', 'volume'), tiers: tierTables({ step: 1, amounts: 'both' }) }),
  tierTables({ step: 1, amounts: 'both' }).map((tiers): PriceModel => ({
    model: 'stairStep',
    tiers: tiers.map(({ upTo, flatAmount }) => ({ upTo, unitAmount: null, flatAmount: flatAmount ?? '1' })),
  })),
  amounts.map((amount): PriceModel => ({ model: 'package', size: '5', amount })),
  fc.record({
    model: fc.constantFrom('tieredPackage', 'volumePackage'),
    size: fc.constant('5'),
    tiers: tierTables({ step: 5, amounts: 'unit' }),
  }),
);

const allCadences: readonly Cadence[] = [monthly, { every: 1, unit: 'year' }, { every: 2, unit: 'week' }];
const cadences = fc.constantFrom(...allCadences);
const pairs = fc.uniqueArray(fc.record({ currency: fc.constantFrom('USD', 'JPY', 'KWD'), cadence: cadences }), {
  minLength: 1,
  maxLength: 3,
  selector: ({ currency, cadence }) => `${currency} ${JSON.stringify(cadence)}`,
});
const oneIn = (n: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: n }).map((drawn) => drawn === n);

/** A price for each pair of currency and cadence; sometimes one is missing, archived or in arrears. */
const pricesFor = (key: string, sold: readonly SalePair[]): fc.Arbitrary<readonly PricePoint[]> =>
  fc
    .tuple(
      ...sold.map((pair) =>
        fc.record({ pair: fc.constant(pair), model: models, gap: oneIn(12), archived: oneIn(12), late: oneIn(12) }),
      ),
    )
    .map((drawn) =>
      drawn
        .filter(({ gap }) => !gap)
        .map(({ pair, model, archived, late }, index) => {
          const includedQuantity = model.model === 'flat' ? null : '2';
          const adjustments = { ...noAdjustments, includedQuantity };
          const timing = late && pair.cadence !== 'oneTime' ? 'inArrears' : 'inAdvance';
          const own = { id: `pri_${key}_${index}`, key: `${key}-${index}`, timing };
          return { ...defaultTerms, ...own, ...pair, archived, adjustments, ...model } as PricePoint;
        }),
    );

/** A one-time price for each of the currencies. */
const soldOnce = (sold: readonly SalePair[]): readonly SalePair[] =>
  [...new Set(sold.map(({ currency }) => currency))].map((currency) => ({ currency, cadence: 'oneTime' }));

/** A rate card that is recurring, or one-time. */
const cardFor = (key: string, sold: readonly SalePair[]) =>
  oneIn(6).chain((once) => pricesFor(key, once ? soldOnce(sold) : sold).map((prices) => [aRateCard(key, { prices })] as const));

interface Catalogue {
  readonly base: BaseVersion;
  readonly addOns: readonly AddOnVersion[];
}

/** Prices of the link to `one`: for the first pair, or none. */
const linkPricesFor = (sold: readonly SalePair[]): fc.Arbitrary<readonly LinkPrice[]> =>
  fc
    .tuple(fc.boolean(), pricesFor('link', sold.slice(0, 1)))
    .map(([has, prices]) => (has ? prices.map((price) => ({ rateCardKey: 'one', price: { ...price, archived: false } })) : []));

const phases = [
  { key: 'intro', durationInCycles: 3 },
  { key: 'regular', durationInCycles: null },
] as const;
const inPhaseOf = ({ key }: (typeof phases)[number], cards: readonly RateCard[]): readonly RateCard[] =>
  cards.map((card) => ({ ...card, phase: key }));

const unit = { singular: 'unit', plural: 'units' };
const catalogues: fc.Arbitrary<Catalogue> = pairs.chain((sold) =>
  fc
    .record({
      kind: fc.constantFrom<BaseKind>('plan', 'plan', 'plan', 'singlePurchase'),
      base: cardFor('base', sold),
      once: pricesFor('base', soldOnce(sold)),
      phased: fc.boolean(),
      later: cardFor('later', sold),
      prices: linkPricesFor(sold),
      one: cardFor('one', sold),
      two: cardFor('two', sold),
      trialDays: fc.constantFrom(0, 14),
      requirement: fc.constantFrom<'mandatory' | 'optional'>('mandatory', 'optional'),
    })
    .map(({ kind, base, once, phased, later, one, two, trialDays, requirement, prices }) => {
      const common = { unit, status: 'draft', addOns: [aLink('one', { requirement, prices }), aLink('two')] } as const;
      const cards = phased ? [...inPhaseOf(phases[0], base), ...inPhaseOf(phases[1], later)] : base;
      return {
        base:
          kind === 'plan'
            ? aPlan({ ...common, rateCards: cards, trialDays, phases: phased ? phases : [] })
            : aSinglePurchase({ ...common, rateCards: [aRateCard('base', { prices: once })] }),
        addOns: [anAddOn({ key: 'one', unit, rateCards: one }), anAddOn({ key: 'two', unit, rateCards: two })],
      };
    }),
);

const feature = { kind: 'boolean', unit: null, hasMeter: false } as const;
const launches = ({ base, addOns }: Catalogue) => {
  const facts = launchFacts({
    features: { base: feature, later: feature, one: feature, two: feature },
    addOns: Object.fromEntries(addOns.map((addOn) => [addOn.key, addOn])),
  });
  return checkLaunch(base, facts);
};

const quantityOf = (version: OfferingVersion, query: PriceQuery): string =>
  hasUnitBasedPrice(pricesAt(version, query)) ? '7' : '1';

/** An order of the base with its mandatory add-ons and `others`. */
function orderOf(
  { base, addOns }: Catalogue,
  { currency, cadence, chosen }: PriceQuery & { readonly chosen: readonly string[] },
): Create {
  const { planKey: _noPlan, ...order } = aCreate({ startAt: start, currency, cadence });
  const links = base.addOns.filter(({ requirement, addOnKey }) => requirement === 'mandatory' || chosen.includes(addOnKey));
  return {
    ...order,
    ...(base.kind === 'plan' ? { planKey: base.key } : { singlePurchaseKey: base.key }),
    addOns: links.flatMap((link) =>
      addOns
        .filter(({ key }) => key === link.addOnKey)
        .map((addOn) => ({ addOnKey: addOn.key, quantity: quantityOf(applyLinkPrices(addOn, link), { currency, cadence }) })),
    ),
  };
}

const survives = `${cycles} cycles`;

/** Executes an order and 24 cycles; answers the code of the refusal, if any. */
function live({ base, addOns }: Catalogue, order: Create): string {
  const scenario = newScenario(factsOf([{ ...base, status: 'launched' }, ...addOns]));
  const decided = attempt(scenario, order, start);
  if (!decided.ok) return decided.error.code;
  const end = boundaryAt({ anchorAt: start, cadence: order.cadence, timeZone: order.timeZone }, cycles);
  return statusOf(liveState(advanceUntil(execute(scenario, order, start), end))) === 'active' ? survives : 'not active';
}

/** Buys the base with add-ons in a pair. The buyer of a one-time base chooses the cadence, so that one must succeed. */
function buy(catalogue: Catalogue, { currency, cadence }: SalePair, chosen: readonly string[]): string {
  const choices = cadence === 'oneTime' ? allCadences : [cadence];
  const outcomes = choices.map((each) => live(catalogue, orderOf(catalogue, { currency, cadence: each, chosen })));
  return outcomes.includes(survives) ? survives : (outcomes[0] ?? 'no choice');
}

const refusedAtLaunch = 'refused at the launch';
const notOffered = 'not offered and not sold';

/**
 * Buys everything in a pair: the base, with each add-on that is offered and with all of them, and each
 * optional one that is not offered.
 */
function buyAll(catalogue: Catalogue, pair: SalePair): readonly string[] {
  const { base, addOns } = catalogue;
  const { currency, cadence } = pair;
  const buyer = { actor: 'admin', role: null, accountType: null } as const;
  const asked = cadence === 'oneTime' ? null : cadence;
  const offer = customerOffer({ base, addOns, buyer, currency, cadence: asked, tenantPolicies: {} });
  if (!offer.ok) return [offer.error.code];
  const offered = offer.value.addOns.map(({ link }) => link.addOnKey);
  const left = base.addOns.filter(({ addOnKey }) => !offered.includes(addOnKey));
  return [
    buy(catalogue, pair, []),
    ...offered.map((key) => buy(catalogue, pair, [key])),
    ...(cadence === 'oneTime' ? [] : [buy(catalogue, pair, offered)]),
    ...left.map(({ addOnKey }) => (buy(catalogue, pair, [addOnKey]) === survives ? 'not offered but sold' : notOffered)),
  ];
}

describe('a random catalogue', () => {
  it('2-13, 1-15 is refused with issues, or exactly what it offers can be bought and is charged for 24 cycles', () => {
    const seen = new Map<string, number>();
    const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        const launched = launches(catalogue);
        const outcomes = launched.ok
          ? salePairs(catalogue.base).flatMap((pair) => buyAll(catalogue, pair))
          : [launched.error.issues?.length ? refusedAtLaunch : 'refused without an issue'];
        for (const outcome of outcomes) count(outcome);
        expect([refusedAtLaunch, notOffered, survives]).toEqual(expect.arrayContaining(outcomes));
      }),
      { seed: 7, numRuns: 400 },
    );
    // Each outcome occurs often enough to be significant.
    for (const what of [refusedAtLaunch, notOffered, survives]) expect(seen.get(what)).toBeGreaterThan(20);
  });
});
