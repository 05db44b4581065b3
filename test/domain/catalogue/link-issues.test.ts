import * as fc from 'fast-check';
import { checkLaunch } from '../../../src/domain/catalogue/launch/launch.ts';
import type { AddOnVersion, PlanVersion } from '../../../src/domain/catalogue/model/offering.ts';
import { unrestricted } from '../../../src/domain/catalogue/model/offering.ts';
import type { Entitlement, PriceCadence, PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { PolicySettings } from '../../../src/domain/policy/policy.ts';
import { aBaseCard, aDraftDayPass, aDraftPlan, aFlatPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';
import { issuesOf, launchFacts } from '../../support/builders/launch-facts.ts';

const month = { every: 1, unit: 'month' } as const;
const quarter = { every: 3, unit: 'month' } as const;
const year = { every: 1, unit: 'year' } as const;
const priced = (...cadences: readonly PriceCadence[]): readonly PricePoint[] =>
  cadences.map((cadence, index) => aFlatPrice({ id: `pri_${index}`, key: `price-${index}`, cadence }));
const planAt = (...cadences: readonly PriceCadence[]) =>
  aDraftPlan({ rateCards: [aBaseCard({ prices: priced(...cadences) })], addOns: [aLink('water')] });
const addOnWith = (prices: readonly PricePoint[], changes: Partial<AddOnVersion> = {}) =>
  waterAddOn({ rateCards: [aBaseCard({ key: 'water', featureKey: 'water', prices })], ...changes });
const missing = 'price_missing_for_plan /addOns/0/addOnKey';
const notYet = 'cadence_not_sellable /addOns/0/addOnKey';

describe('coverage', () => {
  it.each<[string, PlanVersion, readonly PricePoint[], PolicySettings, readonly string[]]>([
    ['2-13 refuses one of two cycles without a price', planAt(month, year), priced(month), {}, [missing]],
    ['2-13 allows a price for every cycle', planAt(month, year), priced(year, month), {}, []],
    ['2-15 refuses the right cycle in another currency', planAt(month), [aFlatPrice({ currency: 'EUR' })], {}, [missing]],
    ['3-44 refuses an archived price', planAt(month), [aFlatPrice({ archived: true })], {}, [missing]],
    ['1-15 refuses another cadence', planAt(month), priced(year), {}, [missing]],
    [
      '1-15 refuses 12 months for 1 year, which is another cadence',
      planAt(year),
      priced({ every: 12, unit: 'month' }),
      {},
      [missing],
    ],
    ['0-20 allows a one-time price at any cadence', planAt(month, year), priced('oneTime'), {}, []],
    [
      '0-20 refuses a one-time price in another currency',
      planAt(month),
      [aFlatPrice({ cadence: 'oneTime', currency: 'EUR' })],
      {},
      [missing],
    ],
    ['refuses as not yet supported a divisor of the cycle', planAt(year), priced(quarter), { cadence: 'divides' }, [notYet]],
    ['refuses as not yet supported a multiple of the cycle', planAt(month), priced(year), { cadence: 'divides' }, [notYet]],
    [
      'refuses as not yet supported a week that divides a cycle in days',
      planAt({ every: 14, unit: 'day' }),
      priced({ every: 1, unit: 'week' }),
      { cadence: 'divides' },
      [notYet],
    ],
    [
      '1-15 refuses with divides 2 and 3 months',
      planAt(quarter),
      priced({ every: 2, unit: 'month' }),
      { cadence: 'divides' },
      [missing],
    ],
    [
      '1-15 refuses with divides weeks and months',
      planAt(month),
      priced({ every: 1, unit: 'week' }),
      { cadence: 'divides' },
      [missing],
    ],
    [
      'refuses as not yet supported any recurring price with independent',
      planAt(month),
      priced({ every: 1, unit: 'week' }),
      { cadence: 'independent' },
      [notYet],
    ],
    [
      'refuses with independent even the cadence of the plan, since anchor and invoices would be separate',
      planAt(month),
      priced(month),
      { cadence: 'independent' },
      [notYet],
    ],
    ['allows with divides the cadence of the plan', planAt(month), priced(month), { cadence: 'divides' }, []],
    ['allows with independent a one-time price', planAt(month), priced('oneTime'), { cadence: 'independent' }, []],
  ])('%s', (_rule, plan, prices, tenantPolicies, issues) => {
    expect(issuesOf(plan, { addOns: { water: addOnWith(prices) }, tenantPolicies })).toEqual(issues);
  });

  it('2-14 shares one price between plans of the same cycle and currency', () => {
    const linkedBy = [planAt(month), { ...planAt(month), key: 'premium' }];
    expect(issuesOf(addOnWith(priced(month), { status: 'draft' }), { linkedBy })).toEqual([]);
  });

  it('2-13 requires nothing for a cycle in which the plan cannot be bought', () => {
    const rateCards = [
      aBaseCard({ prices: priced(month, year) }),
      aBaseCard({ key: 'more', prices: [aFlatPrice({ key: 'more' })] }),
    ];
    expect(issuesOf(aDraftPlan({ rateCards, addOns: [aLink('water')] }))).toEqual([]);
  });

  it('2-13 reports add-on, rate card, plan, currency and cadence', () => {
    const result = checkLaunch(planAt(year), launchFacts());
    expect(result.ok ? [] : result.error.issues).toEqual([
      {
        code: 'price_missing_for_plan',
        pointer: '/addOns/0/addOnKey',
        detail: 'The rate card `water` of the add-on `water` has no price for `basic` in USD per year.',
      },
    ]);
  });

  it('2-13 refuses a new version of the add-on that drops a price of a plan on sale', () => {
    const addOn = addOnWith(priced(month), { status: 'draft' });
    expect(issuesOf(addOn, { linkedBy: [planAt(month), planAt(year)] })).toEqual([
      'price_missing_for_plan /rateCards/0/prices',
    ]);
  });

  it('1-15 uses the policy of the link before those of add-on, plan and tenant', () => {
    const plan = {
      ...planAt(month),
      policies: { cadence: 'match' },
      addOns: [aLink('water', { policies: { cadence: 'independent' } })],
    } as const;
    const water = addOnWith(priced(quarter), { policies: { cadence: 'match' } });
    expect(issuesOf(plan, { addOns: { water }, tenantPolicies: { cadence: 'match' } })).toEqual([notYet]);
    const link = aLink('water', { policies: { cadence: 'match' } });
    const matching = { addOns: { water: addOnWith(priced(month), { policies: { cadence: 'independent' } }) } };
    expect(issuesOf({ ...plan, addOns: [link] }, matching)).toEqual([]);
  });

  it('2-13 requires only the currency for a single purchase', () => {
    const eur = addOnWith([aFlatPrice({ currency: 'EUR' })]);
    expect(issuesOf(aDraftDayPass({ addOns: [aLink('water')] }), { addOns: { water: eur } })).toEqual([missing]);
    expect(issuesOf(aDraftDayPass({ addOns: [aLink('water')] }), { addOns: { water: addOnWith(priced(year)) } })).toEqual([]);
  });

  it('2-17 refuses a link to a one-time add-on if the plan forbids it', () => {
    const plan = { ...planAt(month), policies: { 'oneTime.allowed': 'false' } } as const;
    expect(issuesOf(plan, { addOns: { water: addOnWith(priced('oneTime')) } })).toEqual([
      'one_time_not_allowed /addOns/0/addOnKey',
    ]);
  });
});

describe('coverage of a random catalogue', () => {
  const arbitraryPrices = fc.uniqueArray(
    fc.record({
      currency: fc.constantFrom('USD', 'EUR'),
      cadence: fc.constantFrom<PriceCadence>(month, year, 'oneTime'),
      isArchived: fc.boolean(),
    }),
    { maxLength: 5, selector: ({ currency, cadence }) => `${currency} ${JSON.stringify(cadence)}` },
  );
  const arbitraryCards = fc.array(arbitraryPrices, { minLength: 1, maxLength: 2 }).map((cards) =>
    cards.map((prices, at) =>
      aBaseCard({
        key: `card-${at}`,
        prices: prices.map(({ isArchived, ...price }, index) =>
          aFlatPrice({ ...price, key: `${at}-${index}`, ...(isArchived ? { archived: true } : {}) }),
        ),
      }),
    ),
  );
  const sells = (prices: readonly PricePoint[], currency: string, cadence: PriceCadence) => {
    const onSale = prices.filter(({ archived }) => !archived);
    const isOnce = prices.every((price) => price.cadence === 'oneTime');
    return onSale.some((price) => price.currency === currency && (isOnce || price.cadence === cadence));
  };

  it('2-13 is refused with issues, or has a price of each add-on for each pair in which the plan can be bought', () => {
    fc.assert(
      fc.property(arbitraryCards, arbitraryCards, (planCards, addOnCards) => {
        const plan = aDraftPlan({ rateCards: planCards, addOns: [aLink('water')] });
        const water = waterAddOn({ rateCards: addOnCards });
        const isCovered = ['USD', 'EUR'].every((currency) =>
          [month, year].every((cadence) => {
            const canBuy = (cards: typeof planCards) =>
              cards.every(({ prices }) => prices.length === 0 || sells(prices, currency, cadence));
            const recurs = planCards.some(({ prices }) =>
              prices.some((price) => !price.archived && price.currency === currency && price.cadence === cadence),
            );
            return !recurs || !canBuy(planCards) || canBuy(addOnCards);
          }),
        );
        const issues = issuesOf(plan, { addOns: { water } });
        expect(checkLaunch(plan, launchFacts({ addOns: { water } })).ok).toBe(issues.length === 0);
        expect(isCovered || issues.includes(missing)).toBe(true);
        const codes = (found: readonly string[]) => found.filter((issue) => issue.startsWith('price_missing_for_plan')).length;
        expect(codes(issuesOf({ ...water, status: 'draft' }, { linkedBy: [plan] }))).toBe(codes(issues));
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

describe('extendability', () => {
  const fixed: Entitlement = { kind: 'static', value: 'gold' };
  const quota: Entitlement = { kind: 'metered', limit: 'hard', quota: '3', includedUsage: null, reset: null, carryover: null };
  const granting = (featureKey: string, entitlement: Entitlement) => [aBaseCard({ featureKey, entitlement })];
  const blocked = 'entitlement_not_extendable /addOns/0/addOnKey';

  it.each<[string, string, Entitlement, readonly string[]]>([
    ['1-16 refuses a static value in plan and add-on', 'tier', fixed, [blocked]],
    ['1-16 merges a boolean', 'gym', { kind: 'boolean' }, []],
    ['1-5 merges a metered quota', 'devices', quota, []],
  ])('%s', (_rule, featureKey, entitlement, issues) => {
    const rateCards = granting(featureKey, entitlement);
    expect(
      issuesOf(aDraftPlan({ rateCards, addOns: [aLink('water')] }), { addOns: { water: waterAddOn({ rateCards }) } }),
    ).toEqual(issues);
  });

  it('1-16 reports the feature, the plan and the add-on', () => {
    const rateCards = granting('tier', fixed);
    const result = checkLaunch(
      waterAddOn({ status: 'draft', rateCards }),
      launchFacts({ linkedBy: [aDraftPlan({ rateCards, addOns: [aLink('water')] })] }),
    );
    expect(result.ok ? [] : result.error.issues).toEqual([
      {
        code: 'entitlement_not_extendable',
        pointer: '/rateCards/0/entitlement',
        detail: 'The add-on `water` cannot extend the feature `tier` of `basic`: both set its value.',
      },
    ]);
  });

  it('1-16 refuses a static value in two mandatory add-ons, and allows it in optional ones', () => {
    const addOns = {
      water: waterAddOn({ rateCards: granting('tier', fixed) }),
      sauna: waterAddOn({ key: 'sauna', rateCards: granting('tier', fixed) }),
    };
    const planWith = (requirement: 'mandatory' | 'optional') =>
      aDraftPlan({ addOns: [aLink('water', { requirement }), aLink('water', { requirement, addOnKey: 'sauna' })] });
    expect(issuesOf(planWith('mandatory'), { addOns })).toEqual(['entitlement_not_extendable /addOns/1/addOnKey']);
    expect(issuesOf(planWith('optional'), { addOns })).toEqual([]);
  });
});

describe('restrictions', () => {
  const restricted = (...plans: readonly string[]) => waterAddOn({ restrictions: { ...unrestricted, plans } });

  it('4-19 refuses a link to an add-on that is restricted to other plans', () => {
    expect(issuesOf(planAt(month), { addOns: { water: restricted('premium') } })).toEqual([
      'add_on_restricted /addOns/0/addOnKey',
    ]);
  });

  it('4-19 allows a link to an add-on that is restricted to this plan', () => {
    expect(issuesOf(planAt(month), { addOns: { water: restricted('premium', 'basic') } })).toEqual([]);
  });

  it('4-19 refuses a new version of the add-on whose restriction excludes a plan on sale that links it', () => {
    const addOn = { ...restricted('premium'), status: 'draft' } as const;
    expect(issuesOf(addOn, { linkedBy: [planAt(month)] })).toEqual(['add_on_restricted /restrictions/plans']);
  });
});
