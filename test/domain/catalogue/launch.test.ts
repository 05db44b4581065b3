import { checkLaunch } from '../../../src/domain/catalogue/launch/launch.ts';
import type { OfferingVersion, PlanPhase } from '../../../src/domain/catalogue/model/offering.ts';
import { aBaseCard, aDraftDayPass, aDraftPlan, aFlatPrice, aPerUnitPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';
import { issuesOf, launchFacts } from '../../support/builders/launch-facts.ts';

const phases = (...durations: readonly (number | null)[]): readonly PlanPhase[] =>
  durations.map((durationInCycles, index) => ({ key: `phase-${index}`, durationInCycles }));

describe('checkLaunch', () => {
  it('accepts a draft with valid features, prices and add-ons', () => {
    expect(checkLaunch(aDraftPlan({ addOns: [aLink('water')] }), launchFacts())).toMatchObject({ ok: true });
  });

  it('refuses nothing_to_launch if the newest version is launched', () => {
    expect(checkLaunch(aDraftPlan({ status: 'launched' }), launchFacts())).toMatchObject({
      ok: false,
      error: { code: 'nothing_to_launch' },
    });
  });

  it.each<[string, OfferingVersion, readonly string[]]>([
    [
      'two rate cards with one key',
      aDraftPlan({ rateCards: [aBaseCard(), aBaseCard({ prices: [aFlatPrice({ key: 'other' })] })] }),
      ['duplicate_key /rateCards/1/key'],
    ],
    [
      '3-17 two prices with one key',
      aDraftPlan({ rateCards: [aBaseCard(), aBaseCard({ key: 'more' })] }),
      ['duplicate_key /rateCards/1/prices/0/key'],
    ],
    [
      'an unknown feature, even one named like an inherited property',
      aDraftPlan({ rateCards: [aBaseCard({ featureKey: 'constructor' })] }),
      ['feature_not_found /rateCards/0/featureKey'],
    ],
    [
      'an entitlement of another kind than its feature',
      aDraftPlan({ rateCards: [aBaseCard({ featureKey: 'devices' })] }),
      ['entitlement_kind_mismatch /rateCards/0/entitlement/kind'],
    ],
    [
      'an entitlement without a feature',
      aDraftPlan({ rateCards: [aBaseCard({ featureKey: null })] }),
      ['feature_required /rateCards/0/featureKey'],
    ],
    [
      'a rate card with neither price nor entitlement',
      aDraftPlan({ rateCards: [aBaseCard(), aBaseCard({ key: 'empty', entitlement: null, prices: [] })] }),
      ['empty_rate_card /rateCards/1'],
    ],
    [
      '3-13 two prices of one currency and cadence in one rate card',
      aDraftPlan({ rateCards: [aBaseCard({ prices: [aFlatPrice(), aFlatPrice({ key: 'again', amount: '1.00' })] })] }),
      ['duplicate_price /rateCards/0/prices/1'],
    ],
    [
      '3-13 two one-time prices of one currency in one rate card',
      aDraftDayPass({
        rateCards: [
          aBaseCard({ prices: [aFlatPrice({ cadence: 'oneTime' }), aFlatPrice({ key: 'again', cadence: 'oneTime' })] }),
        ],
      }),
      ['duplicate_price /rateCards/0/prices/1'],
    ],
    ['a plan without a price', aDraftPlan({ rateCards: [aBaseCard({ prices: [] })] }), ['price_required /rateCards']],
    [
      '3-44 a plan whose only price is archived',
      aDraftPlan({ rateCards: [aBaseCard({ prices: [aFlatPrice({ archived: true })] })] }),
      ['price_required /rateCards'],
    ],
    [
      'a plan without a currency and cadence for all its rate cards',
      aDraftPlan({
        rateCards: [aBaseCard(), aBaseCard({ key: 'more', prices: [aFlatPrice({ key: 'eur', currency: 'EUR' })] })],
      }),
      ['no_common_price /rateCards'],
    ],
    ['a single purchase that recurs', aDraftDayPass({ rateCards: [aBaseCard()] }), ['one_time_required /rateCards']],
    ['1-3 an add-on without a rate card', waterAddOn({ status: 'draft', rateCards: [] }), ['rate_card_required /rateCards']],
    [
      '0-27 a link to an add-on that is not launched',
      aDraftPlan({ addOns: [aLink('water'), aLink('sauna')] }),
      ['add_on_not_launched /addOns/1/addOnKey'],
    ],
    [
      '1-14 (config) a link from a phase that the plan lacks',
      aDraftPlan({ phases: phases(3, null), addOns: [aLink('water', { fromPhase: 'phase-2' })] }),
      ['phase_not_found /addOns/0/fromPhase'],
    ],
    [
      '1-14 (config) a last phase with an end, and another phase without one',
      aDraftPlan({ phases: phases(0, null, 3) }),
      [
        'phase_duration_invalid /phases/0/durationInCycles',
        'phase_duration_invalid /phases/1/durationInCycles',
        'phase_duration_invalid /phases/2/durationInCycles',
      ],
    ],
    [
      '1-14 (config) two phases with one key',
      aDraftPlan({
        phases: [
          { key: 'intro', durationInCycles: 3 },
          { key: 'intro', durationInCycles: null },
        ],
      }),
      ['duplicate_key /phases/1/key'],
    ],
  ])('refuses %s', (_what, version, issues) => {
    expect(issuesOf(version)).toEqual(issues);
  });

  it.each<[string, OfferingVersion]>([
    [
      '1-4 an add-on without a price, which only grants',
      waterAddOn({ status: 'draft', rateCards: [aBaseCard({ prices: [] })] }),
    ],
    [
      '1-6 an add-on without an entitlement, which only charges',
      waterAddOn({ status: 'draft', rateCards: [aBaseCard({ featureKey: null, entitlement: null })] }),
    ],
    [
      '1-8 (config) a multi-instance add-on with a price of any model',
      waterAddOn({
        status: 'draft',
        instance: 'multiple',
        rateCards: [aBaseCard({ featureKey: 'seats', entitlement: null, prices: [aPerUnitPrice()] })],
      }),
    ],
    ['1-7 (config) a single-instance add-on', waterAddOn({ status: 'draft', instance: 'single' })],
    [
      '3-13 one currency at two cadences',
      aDraftPlan({
        rateCards: [aBaseCard({ prices: [aFlatPrice(), aFlatPrice({ key: 'year', cadence: { every: 1, unit: 'year' } })] })],
      }),
    ],
    [
      '3-44 a price beside an archived one of the same currency and cadence',
      aDraftPlan({ rateCards: [aBaseCard({ prices: [aFlatPrice({ archived: true }), aFlatPrice({ key: 'new' })] })] }),
    ],
    [
      '1-14 (config) a link from a phase of the plan',
      aDraftPlan({ phases: phases(3, null), addOns: [aLink('water', { fromPhase: 'phase-1' })] }),
    ],
    ['1-13 (config) a link with a maximum of instances', aDraftPlan({ addOns: [aLink('water', { maxInstances: 3 })] })],
    ['0-2 an add-on on a single purchase', aDraftDayPass({ addOns: [aLink('water')] })],
  ])('allows %s', (_what, version) => {
    expect(issuesOf(version)).toEqual([]);
  });

  it('reports all issues of an offering at once', () => {
    const version = aDraftPlan({
      rateCards: [
        aBaseCard({ featureKey: 'spa', prices: [aPerUnitPrice({ cycles: 0, usageOf: 'devices' })] }),
        aBaseCard({ prices: [] }),
      ],
      phases: [{ key: 'intro', durationInCycles: 3 }],
      addOns: [aLink('sauna'), aLink('water', { fromPhase: 'later' })],
    });
    expect(
      issuesOf(version, {
        addOns: { water: waterAddOn({ rateCards: [aBaseCard({ prices: [aFlatPrice({ currency: 'EUR' })] })] }) },
      }),
    ).toEqual([
      'feature_not_found /rateCards/0/featureKey',
      'unit_names_required /rateCards/0/prices/0/model',
      'cycles_invalid /rateCards/0/prices/0/cycles',
      'metered_feature_required /rateCards/0/prices/0/usageOf',
      'duplicate_key /rateCards/1/key',
      'phase_duration_invalid /phases/0/durationInCycles',
      'add_on_not_launched /addOns/0/addOnKey',
      'phase_not_found /addOns/1/fromPhase',
      'price_missing_for_plan /addOns/1/addOnKey',
      'price_not_chargeable /rateCards/0/prices/0/usageOf',
    ]);
  });
});
