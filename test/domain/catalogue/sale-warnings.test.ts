import type { BaseVersion, OfferingVersion } from '../../../src/domain/catalogue/model/offering.ts';
import type { PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import { saleWarnings } from '../../../src/domain/catalogue/sale/sale-warnings.ts';
import type { PolicySettings } from '../../../src/domain/policy/policy.ts';
import { aBaseCard, aDraftDayPass, aDraftPlan, aFlatPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';

const year = { every: 1, unit: 'year' } as const;
const quarter = { every: 3, unit: 'month' } as const;
const usd = aFlatPrice({ key: 'usd' });
const eur = aFlatPrice({ key: 'eur', currency: 'EUR' });
const yearly = aFlatPrice({ key: 'yearly', cadence: year });
const off = (price: PricePoint): PricePoint => ({ ...price, archived: true });

const card = (...prices: readonly PricePoint[]) => aBaseCard({ key: 'water', prices });
const water = (...prices: readonly PricePoint[]) => waterAddOn({ rateCards: [card(...prices)] });
const planWith = (key: string, ...prices: readonly PricePoint[]) =>
  aDraftPlan({ key, status: 'launched', rateCards: [aBaseCard({ prices })], addOns: [aLink('water')] });
const warn = (
  [before, after]: readonly [OfferingVersion, OfferingVersion],
  {
    bases = [],
    tenantPolicies = {},
  }: { readonly bases?: readonly BaseVersion[]; readonly tenantPolicies?: PolicySettings } = {},
) => saleWarnings({ before, after, bases, tenantPolicies });

describe('saleWarnings', () => {
  it('2-13 lists every plan and pair for which an add-on no longer has a price', () => {
    const bases = [planWith('basic', usd, eur), planWith('gold', usd), planWith('silver', eur)];
    expect(warn([water(usd, eur), water(off(usd), off(eur))], { bases })).toEqual([
      {
        code: 'price_missing_for_plan',
        detail: 'The rate card `water` of the add-on `water` has no price for `basic` in USD per month.',
        linkedBy: ['basic'],
      },
      {
        code: 'price_missing_for_plan',
        detail: 'The rate card `water` of the add-on `water` has no price for `basic` in EUR per month.',
        linkedBy: ['basic'],
      },
      {
        code: 'price_missing_for_plan',
        detail: 'The rate card `water` of the add-on `water` has no price for `gold` in USD per month.',
        linkedBy: ['gold'],
      },
      {
        code: 'price_missing_for_plan',
        detail: 'The rate card `water` of the add-on `water` has no price for `silver` in EUR per month.',
        linkedBy: ['silver'],
      },
    ]);
  });

  it.each<[string, readonly [OfferingVersion, OfferingVersion], BaseVersion, PolicySettings]>([
    ['a price in a pair in which no plan is sold', [water(usd, eur), water(usd, off(eur))], planWith('basic', usd), {}],
    ['a price that was missing before', [water(usd), water(off(usd))], planWith('basic', eur), {}],
    ['an add-on that is not linked', [water(usd), water(off(usd))], aDraftPlan({ status: 'launched' }), {}],
    [
      'a price beside another one for the cadence',
      [water(usd, yearly), water(usd, off(yearly))],
      planWith('basic', aFlatPrice({ cadence: quarter })),
      { cadence: 'divides' },
    ],
    [
      'a price that the link overrides',
      [water(usd), water(off(usd))],
      aDraftPlan({ status: 'launched', addOns: [aLink('water', { prices: [{ rateCardKey: 'water', price: usd }] })] }),
      {},
    ],
  ])('does not warn of %s', (_what, versions, base, tenantPolicies) => {
    expect(warn(versions, { bases: [base], tenantPolicies })).toEqual([]);
  });

  it('3-44 lists the pairs in which a plan or single purchase can no longer be bought', () => {
    expect(warn([planWith('basic', usd, eur, yearly), planWith('basic', usd, off(eur), off(yearly))])).toEqual([
      { code: 'no_longer_for_sale', detail: '`basic` can no longer be bought in EUR per month.', linkedBy: [] },
      { code: 'no_longer_for_sale', detail: '`basic` can no longer be bought in USD per year.', linkedBy: [] },
    ]);
    const once = aFlatPrice({ cadence: 'oneTime' });
    const pass = (price: PricePoint) => aDraftDayPass({ rateCards: [aBaseCard({ prices: [price] })] });
    expect(warn([pass(once), pass(off(once))])).toMatchObject([{ detail: '`day-pass` can no longer be bought in USD once.' }]);
  });

  it('is empty if nothing went off sale', () => {
    expect(warn([planWith('basic', off(eur), usd), planWith('basic', eur, usd)])).toEqual([]);
  });
});
