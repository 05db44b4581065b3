import { checkLaunch, type LaunchFacts } from '../../../src/domain/catalogue/launch.ts';
import type { OfferingVersion } from '../../../src/domain/catalogue/offering.ts';
import { aPlan, anAddOn, aPrice, aRateCard } from './an-offering.ts';

const facts: LaunchFacts = {
  featureKinds: { gym: 'boolean', water: 'boolean', devices: 'metered' },
  launchedAddOnKeys: ['water'],
};
const water = { addOnKey: 'water', requirement: 'optional', visibility: 'customer', maxInstances: null, policies: {} } as const;

const issuesOf = (version: OfferingVersion) => {
  const result = checkLaunch(version, facts);
  return result.ok ? [] : (result.error.issues ?? []).map(({ pointer, code }) => `${code} ${pointer}`);
};

describe('checkLaunch', () => {
  it('accepts a draft whose features, prices and add-ons are in order', () => {
    expect(checkLaunch(aPlan({ addOns: [water] }), facts)).toMatchObject({ ok: true });
  });

  it('refuses nothing_to_launch when the newest version is on sale', () => {
    expect(checkLaunch(aPlan({ status: 'launched' }), facts)).toMatchObject({
      ok: false,
      error: { code: 'nothing_to_launch' },
    });
  });

  it.each<[string, OfferingVersion, readonly string[]]>([
    [
      'two rate cards with one key',
      aPlan({ rateCards: [aRateCard(), aRateCard({ prices: [aPrice({ key: 'other' })] })] }),
      ['duplicate_key /rateCards/1/key'],
    ],
    [
      'two prices with one key',
      aPlan({ rateCards: [aRateCard(), aRateCard({ key: 'more' })] }),
      ['duplicate_key /rateCards/1/prices/0/key'],
    ],
    [
      'a feature that does not exist, even one named like a member of every object',
      aPlan({ rateCards: [aRateCard({ featureKey: 'constructor' })] }),
      ['feature_not_found /rateCards/0/featureKey'],
    ],
    [
      'an entitlement of another kind than its feature',
      aPlan({ rateCards: [aRateCard({ featureKey: 'devices' })] }),
      ['entitlement_kind_mismatch /rateCards/0/entitlement/kind'],
    ],
    [
      'an entitlement without a feature',
      aPlan({ rateCards: [aRateCard({ featureKey: null })] }),
      ['feature_required /rateCards/0/featureKey'],
    ],
    [
      'a rate card that neither sells nor grants',
      aPlan({ rateCards: [aRateCard(), aRateCard({ key: 'empty', entitlement: null, prices: [] })] }),
      ['empty_rate_card /rateCards/1'],
    ],
    [
      '3-13 two prices of one currency and cadence in one rate card',
      aPlan({ rateCards: [aRateCard({ prices: [aPrice(), aPrice({ key: 'again', amount: '1.00' })] })] }),
      ['duplicate_price /rateCards/0/prices/1'],
    ],
    ['a plan without a price', aPlan({ rateCards: [aRateCard({ prices: [] })] }), ['price_required /rateCards']],
    ['1-3 an add-on without a rate card', anAddOn({ status: 'draft', rateCards: [] }), ['rate_card_required /rateCards']],
    [
      '0-27 a link to an add-on that is not launched',
      aPlan({ addOns: [water, { ...water, addOnKey: 'sauna' }] }),
      ['add_on_not_launched /addOns/1/addOnKey'],
    ],
  ])('refuses %s', (_what, version, issues) => {
    expect(issuesOf(version)).toEqual(issues);
  });

  it('allows an add-on without a price: it only grants', () => {
    expect(issuesOf(anAddOn({ status: 'draft', rateCards: [aRateCard({ prices: [] })] }))).toEqual([]);
  });

  it('3-13 allows one currency at two cadences', () => {
    const yearly = aPrice({ key: 'base-usd-year', cadence: { every: 1, unit: 'year' } });
    expect(issuesOf(aPlan({ rateCards: [aRateCard({ prices: [aPrice(), yearly] })] }))).toEqual([]);
  });

  it('names all issues at once', () => {
    const version = aPlan({
      rateCards: [aRateCard({ featureKey: 'spa', prices: [] })],
      addOns: [{ ...water, addOnKey: 'sauna' }],
    });
    expect(issuesOf(version)).toEqual([
      'feature_not_found /rateCards/0/featureKey',
      'add_on_not_launched /addOns/0/addOnKey',
      'price_required /rateCards',
    ]);
  });
});
