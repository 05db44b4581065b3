import type { LaunchFacts } from '../../../src/domain/catalogue/model/launch-facts.ts';
import type { AddOnVersion } from '../../../src/domain/catalogue/model/offering.ts';
import type { PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import { aBaseCard, aFlatPrice, aPercentagePrice, aPerUnitPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { issuesOf } from '../../support/builders/launch-facts.ts';

const sold = (price: PricePoint, changes: Partial<AddOnVersion> = {}) =>
  waterAddOn({ status: 'draft', rateCards: [aBaseCard({ featureKey: null, entitlement: null, prices: [price] })], ...changes });
const at = (field: string) => `/rateCards/0/prices/0/${field}`;
const quarter = { every: 3, unit: 'month' } as const;

describe('checkLaunch of a price', () => {
  it.each<[string, PricePoint, readonly string[], Partial<LaunchFacts>?]>([
    ['2-2 refuses a per-unit price without unit names', aPerUnitPrice(), [`unit_names_required ${at('model')}`]],
    ['0-23 (config) allows a fixed monthly price in arrears', aFlatPrice({ timing: 'inArrears' }), []],
    ['0-23 (config) allows 31 days in arrears', aFlatPrice({ timing: 'inArrears', cadence: { every: 31, unit: 'day' } }), []],
    ['0-23 (config) allows 4 weeks in arrears', aFlatPrice({ timing: 'inArrears', cadence: { every: 4, unit: 'week' } }), []],
    [
      '0-23 (config) refuses 32 days in arrears',
      aFlatPrice({ timing: 'inArrears', cadence: { every: 32, unit: 'day' } }),
      [`arrears_too_long ${at('timing')}`],
    ],
    [
      '0-23 (config) refuses 5 weeks in arrears',
      aFlatPrice({ timing: 'inArrears', cadence: { every: 5, unit: 'week' } }),
      [`arrears_too_long ${at('timing')}`],
    ],
    [
      '0-23 (config) refuses a fixed quarterly price in arrears',
      aFlatPrice({ timing: 'inArrears', cadence: quarter }),
      [`arrears_too_long ${at('timing')}`],
    ],
    [
      '0-23 (config) refuses a fixed yearly price in arrears',
      aFlatPrice({ timing: 'inArrears', cadence: { every: 1, unit: 'year' } }),
      [`arrears_too_long ${at('timing')}`],
    ],
    [
      '0-23 (config) allows it with the policy any',
      aFlatPrice({ timing: 'inArrears', cadence: quarter }),
      [],
      { tenantPolicies: { 'arrears.maxCadence': 'any' } },
    ],
    [
      '0-26 (config) allows a dynamic quarterly price in arrears',
      aPerUnitPrice({ timing: 'inArrears', cadence: quarter, usageOf: 'calls' }),
      [],
    ],
    [
      '0-23 (config) refuses a one-time price in arrears',
      aFlatPrice({ timing: 'inArrears', cadence: 'oneTime' }),
      [`recurring_required ${at('timing')}`],
    ],
    [
      '0-24 (config) refuses the usage of a feature that is not metered',
      aFlatPrice({ usageOf: 'gym' }),
      [`metered_feature_required ${at('usageOf')}`],
    ],
    [
      '0-24 (config) refuses the usage of a feature without a meter',
      aFlatPrice({ usageOf: 'devices' }),
      [`metered_feature_required ${at('usageOf')}`],
    ],
    [
      '0-24 (config) refuses the usage of a feature that does not exist',
      aFlatPrice({ usageOf: 'toString' }),
      [`metered_feature_required ${at('usageOf')}`],
    ],
    ['0-24 (config) allows the usage of a metered feature', aPerUnitPrice({ usageOf: 'calls' }), []],
    ['0-24 (config) refuses a percentage without usage', aPercentagePrice(), [`usage_required ${at('model')}`]],
    ['0-24 (config) allows a percentage of usage', aPercentagePrice({ usageOf: 'calls' }), []],
    ['3-46 (config) allows a number of billing cycles', aFlatPrice({ cycles: 12 }), []],
    ['3-46 (config) refuses 0 billing cycles', aFlatPrice({ cycles: 0 }), [`cycles_invalid ${at('cycles')}`]],
    [
      '3-46 (config) refuses billing cycles of a one-time price',
      aFlatPrice({ cadence: 'oneTime', cycles: 3 }),
      [`recurring_required ${at('cycles')}`],
    ],
    ['3-47 (config) allows a trial of a recurring price', aFlatPrice({ trialDays: 14 }), []],
    [
      '3-47 (config) refuses a trial of a one-time price',
      aFlatPrice({ cadence: 'oneTime', trialDays: 14 }),
      [`recurring_required ${at('trialDays')}`],
    ],
    ['0-20 allows a one-time price by default', aFlatPrice({ cadence: 'oneTime' }), []],
    [
      '2-17 refuses a one-time price if the policy forbids it',
      aFlatPrice({ cadence: 'oneTime' }),
      [`one_time_not_allowed ${at('cadence')}`],
      { tenantPolicies: { 'oneTime.allowed': 'false' } },
    ],
    [
      '3-3 refuses a frequency that is not configured',
      aFlatPrice({ cadence: quarter }),
      [`frequency_not_configured ${at('cadence')}`],
      { billingFrequencies: [{ every: 1, unit: 'month' }] },
    ],
    ['3-3 allows a configured frequency', aFlatPrice(), [], { billingFrequencies: [{ every: 1, unit: 'month' }] }],
    ['3-3 allows any frequency if none is configured', aFlatPrice({ cadence: quarter }), [], { billingFrequencies: [] }],
    [
      '3-3 does not apply to one-time prices',
      aFlatPrice({ cadence: 'oneTime' }),
      [],
      { billingFrequencies: [{ every: 1, unit: 'month' }] },
    ],
    ['3-44 ignores an archived price', aPerUnitPrice({ archived: true, usageOf: 'gym', cycles: 0 }), []],
  ])('%s', (_rule, price, issues, facts = {}) => {
    expect(issuesOf(sold(price), facts)).toEqual(issues);
  });

  it('2-2 accepts the unit names of the offering', () => {
    expect(issuesOf(sold(aPerUnitPrice(), { unit: { singular: 'user', plural: 'users' } }))).toEqual([]);
  });

  it('2-2 accepts the unit names of the feature', () => {
    const rateCards = [aBaseCard({ featureKey: 'seats', entitlement: null, prices: [aPerUnitPrice()] })];
    expect(issuesOf(waterAddOn({ status: 'draft', rateCards }))).toEqual([]);
  });
});
