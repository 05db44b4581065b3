import { diffVersions } from '../../../src/domain/catalogue/diff.ts';
import { type OfferingVersion, unrestricted } from '../../../src/domain/catalogue/offering.ts';
import { plainPresentation, type PricePresentation } from '../../../src/domain/catalogue/rate-card.ts';
import { aFlatPrice, aLink, anAddOn, aPlan, aRateCard } from './an-offering.ts';

const changesOf = (from: OfferingVersion, to: OfferingVersion) =>
  diffVersions(from, to).map(({ code, pointer, affects }) => `${code} ${pointer} ${affects}`);
const presented = (changes: Partial<PricePresentation>) =>
  aPlan({ rateCards: [aRateCard({ prices: [aFlatPrice({ presentation: { ...plainPresentation, ...changes } })] })] });
const at = '/rateCards/0/prices/0';

describe('diffVersions', () => {
  it('0-34 finds nothing between versions that say the same, whatever their numbers', () => {
    expect(diffVersions(aPlan(), aPlan({ id: 'ver_2', version: 2, status: 'launched' }))).toEqual([]);
  });

  it('0-34 says from what to what', () => {
    expect(diffVersions(aPlan(), aPlan({ name: 'Basic 2' }))).toEqual([
      { code: 'name_changed', pointer: '/name', from: 'Basic', to: 'Basic 2', affects: 'inPlace' },
    ]);
  });

  it.each<[string, OfferingVersion, OfferingVersion, readonly string[]]>([
    ['1-11 a trial', aPlan(), aPlan({ trialDays: 7 }), ['trial_changed /trialDays newSubscriptions']],
    ['1-11 an added link', aPlan(), aPlan({ addOns: [aLink()] }), ['link_added /addOns/0 newSubscriptions']],
    ['1-11 a removed link', aPlan({ addOns: [aLink()] }), aPlan(), ['link_removed /addOns/0 newSubscriptions']],
    [
      '1-11 a link',
      aPlan({ addOns: [aLink()] }),
      aPlan({ addOns: [aLink({ maxInstances: 2 })] }),
      ['link_changed /addOns/0 newSubscriptions'],
    ],
    ['1-7 the instance type', anAddOn(), anAddOn({ instance: 'multiple' }), ['instance_changed /instance newSubscriptions']],
    ['0-8 visibility', anAddOn(), anAddOn({ visibility: 'admin' }), ['visibility_changed /visibility inPlace']],
    [
      '4-19 restrictions',
      anAddOn(),
      anAddOn({ restrictions: { ...unrestricted, roles: ['owner'] } }),
      ['restrictions_changed /restrictions newSubscriptions'],
    ],
    [
      '3-43 an amount',
      aPlan(),
      aPlan({ rateCards: [aRateCard({ prices: [aFlatPrice({ amount: '25.00' })] })] }),
      [`price_changed ${at} newSubscriptions`],
    ],
    [
      '3-13 another price',
      aPlan(),
      aPlan({ rateCards: [aRateCard({ prices: [aFlatPrice(), aFlatPrice({ key: 'eur', currency: 'EUR' })] })] }),
      ['price_added /rateCards/0/prices/1 newSubscriptions'],
    ],
    ['3-13 a price less', aPlan(), aPlan({ rateCards: [aRateCard({ prices: [] })] }), [`price_removed ${at} newSubscriptions`]],
    [
      '1-3 an entitlement',
      aPlan(),
      aPlan({ rateCards: [aRateCard({ entitlement: null })] }),
      ['entitlement_changed /rateCards/0/entitlement newSubscriptions'],
    ],
    [
      '1-3 another rate card',
      aPlan(),
      aPlan({ rateCards: [aRateCard({ key: 'more' })] }),
      ['rate_card_removed /rateCards/0 newSubscriptions', 'rate_card_added /rateCards/0 newSubscriptions'],
    ],
    ['3-23 the SKU', aPlan(), presented({ sku: 'W-1' }), [`sku_changed ${at}/presentation/sku inPlace`]],
    [
      '3-22 (config) the tax profile',
      aPlan(),
      presented({ tax: { kind: 'exempt' } }),
      [`tax_changed ${at}/presentation/tax inPlace`],
    ],
    [
      '3-44 an archived price',
      aPlan(),
      presented({ archived: true }),
      [`price_archived_changed ${at}/presentation/archived newSubscriptions`],
    ],
  ])('names %s', (_what, from, to, changes) => {
    expect(changesOf(from, to)).toEqual(changes);
  });
});
