import { checkLaunch } from '../../../src/domain/catalogue/launch/launch.ts';
import type { AddOnVersion, LinkPrice, OfferingVersion } from '../../../src/domain/catalogue/model/offering.ts';
import {
  aBaseCard,
  aDraftDayPass,
  aDraftPlan,
  aFlatPrice,
  aPercentagePrice,
  aPerUnitPrice,
  waterAddOn,
} from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';
import { issuesOf, launchFacts } from '../../support/builders/launch-facts.ts';

const year = { every: 1, unit: 'year' } as const;
const quarter = { every: 3, unit: 'month' } as const;
const here = aFlatPrice({ id: 'pri_here', key: 'here', amount: '12.00' });
const onWater = (...prices: readonly LinkPrice['price'][]): readonly LinkPrice[] =>
  prices.map((price) => ({ rateCardKey: 'water', price }));
const planWith = (...prices: readonly LinkPrice['price'][]) =>
  aDraftPlan({ addOns: [aLink('water', { prices: onWater(...prices) })] });
const waterAt = (...prices: readonly LinkPrice['price'][]) =>
  waterAddOn({ rateCards: [aBaseCard({ key: 'water', featureKey: 'water', prices })] });
const onceOnly = { policies: { 'oneTime.allowed': 'false' } } as const;

describe('checkLaunch of a base whose links have prices', () => {
  it.each<[string, OfferingVersion, readonly string[]]>([
    ['a price that overrides the add-on’s own', planWith(here), []],
    ['1-6 a price in a currency in which the base is not sold', planWith({ ...here, currency: 'EUR' }), []],
    ['1-6 a price at a cadence at which the base is not sold', planWith({ ...here, cadence: year }), []],
    [
      'a rate card that the add-on does not have',
      aDraftPlan({
        addOns: [aLink('water', { prices: [...onWater(here), { rateCardKey: 'bottle', price: aFlatPrice({ key: 'b' }) }] })],
      }),
      ['rate_card_not_found /addOns/0/prices/1/rateCardKey'],
    ],
    [
      '3-13 two prices of one rate card in one currency and cadence',
      planWith(here, { ...here, key: 'again' }),
      ['duplicate_price /addOns/0/prices/1'],
    ],
    [
      '3-17 the key of a price of the base',
      planWith({ ...here, key: 'base-usd-month' }),
      ['duplicate_key /addOns/0/prices/0/key'],
    ],
    [
      '3-17 one key twice on two links',
      aDraftPlan({ addOns: [aLink('water', { prices: onWater(here) }), aLink('wine', { prices: onWater(here) })] }),
      ['duplicate_key /addOns/1/prices/0/key'],
    ],
    [
      '2-2 a price per unit without unit names',
      planWith(aPerUnitPrice({ key: 'here' })),
      ['unit_names_required /addOns/0/prices/0/model'],
    ],
    [
      '0-23 (config) a fixed price in arrears for longer than a month',
      planWith({ ...here, cadence: quarter, timing: 'inArrears' }),
      ['arrears_too_long /addOns/0/prices/0/timing'],
    ],
    [
      '0-24 (config) a usage price of a feature without a meter',
      planWith({ ...here, usageOf: 'devices' }),
      ['metered_feature_required /addOns/0/prices/0/usageOf'],
    ],
    ['0-24 (config) a usage price of a metered feature', planWith({ ...here, usageOf: 'calls' }), []],
    [
      '0-24 (config) a percentage without usage',
      planWith(aPercentagePrice({ key: 'here' })),
      ['usage_required /addOns/0/prices/0/model'],
    ],
    ['3-46 (config) 0 cycles', planWith({ ...here, cycles: 0 }), ['cycles_invalid /addOns/0/prices/0/cycles']],
    [
      'a trial of a one-time price',
      planWith({ ...here, cadence: 'oneTime', trialDays: 3 }),
      ['recurring_required /addOns/0/prices/0/trialDays'],
    ],
    [
      '2-17 a one-time price that the link forbids',
      aDraftPlan({ addOns: [aLink('water', { ...onceOnly, prices: onWater({ ...here, cadence: 'oneTime' }) })] }),
      ['one_time_not_allowed /addOns/0/prices/0/cadence'],
    ],
    [
      '2-17 a one-time price on a single purchase',
      aDraftDayPass({ addOns: [aLink('water', { ...onceOnly, prices: onWater({ ...here, cadence: 'oneTime' }) })] }),
      [],
    ],
  ])('%s', (_what, version, issues) => {
    expect(issuesOf(version, { addOns: { water: waterAddOn(), wine: waterAddOn({ key: 'wine' }) } })).toEqual(issues);
  });

  it('3-3 refuses a price at a frequency that is not configured', () => {
    const month = [{ every: 1, unit: 'month' }] as const;
    expect(issuesOf(planWith(here, { ...here, key: 'year', cadence: year }), { billingFrequencies: month })).toEqual([
      'frequency_not_configured /addOns/0/prices/1/cadence',
    ]);
  });

  it('reports no issues of prices if the add-on is not on sale', () => {
    expect(issuesOf(planWith(here), { addOns: {} })).toEqual(['add_on_not_launched /addOns/0/addOnKey']);
  });
});

describe('coverage by the prices of a link', () => {
  const euros = aFlatPrice({ key: 'base-eur', currency: 'EUR' });
  const inEuros = { ...here, currency: 'EUR' };
  const sold = (...prices: readonly LinkPrice['price'][]) => ({
    ...planWith(...prices),
    rateCards: [aBaseCard({ prices: [aFlatPrice(), euros] })],
  });

  it('2-13, 2-15 covers a missing currency or cycle', () => {
    expect(issuesOf(sold())).toEqual(['price_missing_for_plan /addOns/0/addOnKey']);
    expect(issuesOf(sold(inEuros))).toEqual([]);
  });

  it('2-14 does not cover other bases', () => {
    const other = aDraftPlan({
      key: 'plus',
      status: 'launched',
      rateCards: [aBaseCard({ prices: [euros] })],
      addOns: [aLink('water')],
    });
    const base = { ...sold(inEuros), status: 'launched' } as const;
    const draft: AddOnVersion = { ...waterAddOn(), version: 2, status: 'draft' };
    expect(issuesOf(draft, { linkedBy: [base] })).toEqual([]);
    expect(issuesOf(draft, { linkedBy: [base, other] })).toEqual(['price_missing_for_plan /rateCards/0/prices']);
  });

  it('3-44 covers an archived price', () => {
    const addOns = { water: waterAt(aFlatPrice({ archived: true })) };
    expect(issuesOf(planWith(), { addOns })).toEqual(['price_missing_for_plan /addOns/0/addOnKey']);
    expect(issuesOf(planWith(here), { addOns })).toEqual([]);
  });

  it('1-15 turns a card without prices into a priced one, which needs a price for every cycle', () => {
    const addOns = { water: waterAt() };
    const yearlyToo = { rateCards: [aBaseCard({ prices: [aFlatPrice(), aFlatPrice({ key: 'y', cadence: year })] })] };
    expect(issuesOf({ ...planWith(), ...yearlyToo }, { addOns })).toEqual([]);
    expect(issuesOf({ ...planWith(here), ...yearlyToo }, { addOns })).toEqual(['price_missing_for_plan /addOns/0/addOnKey']);
  });

  it('2-17 reports a forbidden one-time price once: the add-on’s own, or the one that overrides it', () => {
    const addOns = { water: waterAt(aFlatPrice({ key: 'once', cadence: 'oneTime' })) };
    const forbidden = (price: LinkPrice['price']) =>
      aDraftPlan({ addOns: [aLink('water', { ...onceOnly, prices: onWater(price) })] });
    expect(issuesOf(forbidden(here), { addOns })).toEqual(['one_time_not_allowed /addOns/0/addOnKey']);
    expect(issuesOf(forbidden({ ...here, cadence: 'oneTime' }), { addOns })).toEqual([
      'one_time_not_allowed /addOns/0/prices/0/cadence',
    ]);
  });
});

describe('checkLaunch of an add-on whose links have prices', () => {
  const base = { ...planWith(here), status: 'launched' } as const;
  const next = (changes: Partial<AddOnVersion>): AddOnVersion => ({ ...waterAddOn(), version: 2, status: 'draft', ...changes });

  it('accepts a version that keeps the rate card', () => {
    expect(issuesOf(next({ name: 'Still water' }), { linkedBy: [base] })).toEqual([]);
  });

  it('1-6 refuses a version without it, and names the card and the base', () => {
    const renamed = next({ rateCards: [aBaseCard({ key: 'still', featureKey: 'water', prices: [aFlatPrice()] })] });
    const result = checkLaunch(renamed, launchFacts({ linkedBy: [base] }));
    expect(result).toMatchObject({
      ok: false,
      error: {
        issues: [
          {
            pointer: '/rateCards',
            code: 'rate_card_not_found',
            detail: 'On `basic`: The add-on `water` has no rate card `water` for the price `here`.',
          },
        ],
      },
    });
  });

  it('2-2 refuses a version without the unit names that a price of the link needs', () => {
    const perUnit = { ...planWith(aPerUnitPrice({ key: 'here' })), status: 'launched' } as const;
    const unit = { singular: 'bottle', plural: 'bottles' };
    expect(issuesOf(next({ unit }), { linkedBy: [perUnit] })).toEqual([]);
    expect(issuesOf(next({}), { linkedBy: [perUnit] })).toEqual(['unit_names_required /rateCards']);
  });

  it('3-3 ignores frequencies that were configured after the launch of the base', () => {
    const yearly = { ...planWith(here, { ...here, key: 'year', cadence: year }), status: 'launched' } as const;
    const billingFrequencies = [{ every: 1, unit: 'month' }] as const;
    expect(issuesOf(next({}), { linkedBy: [yearly], billingFrequencies })).toEqual([]);
  });
});
