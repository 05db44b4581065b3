import { diffVersions } from '../../../src/domain/catalogue/versions/diff.ts';
import { type OfferingVersion, type PlanVersion, unrestricted } from '../../../src/domain/catalogue/model/offering.ts';
import {
  defaultPresentation,
  defaultTerms,
  type PricePoint,
  type PricePointTerms,
} from '../../../src/domain/catalogue/model/rate-card.ts';
import { type Discount, noAdjustments, type PriceModel, type Tier } from '../../../src/domain/pricing/price-model.ts';
import { aBaseCard, aDraftPlan, aFlatPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';

const changesOf = (from: OfferingVersion, to: OfferingVersion) =>
  diffVersions(from, to).map(({ code, pointer, affects }) => `${code} ${pointer} ${affects}`);
const priced = (changes: Partial<PricePointTerms>) => aDraftPlan({ rateCards: [aBaseCard({ prices: [aFlatPrice(changes)] })] });
const at = '/rateCards/0/prices/0';
const tier = (upTo: string | null, unitAmount: string, flatAmount: string | null): Tier => ({ upTo, unitAmount, flatAmount });

describe('diffVersions', () => {
  it('0-34 is empty for versions with the same content', () => {
    expect(diffVersions(aDraftPlan(), aDraftPlan({ id: 'ver_2', version: 2, status: 'launched' }))).toEqual([]);
  });

  it.each<[string, PriceModel, PriceModel]>([
    ['a flat amount', { model: 'flat', amount: '20.00' }, { model: 'flat', amount: '20' }],
    ['a unit amount', { model: 'perUnit', unitAmount: '0.50' }, { model: 'perUnit', unitAmount: '0.5' }],
    [
      'tiers',
      { model: 'tiered', tiers: [tier('10', '5.00', '1.0'), tier(null, '3.0', null)] },
      { model: 'tiered', tiers: [tier('10.0', '5', '1'), tier(null, '3', null)] },
    ],
    ['a package', { model: 'package', size: '5', amount: '9.00' }, { model: 'package', size: '5.0', amount: '9' }],
    [
      'tiers of packages',
      { model: 'volumePackage', size: '5', tiers: [tier(null, '9.00', null)] },
      { model: 'volumePackage', size: '5.00', tiers: [tier(null, '9', null)] },
    ],
    [
      'a percentage',
      { model: 'percentage', percent: '2.90', fixedAmount: '0.30', minimumAmount: null, maximumAmount: '5.00' },
      { model: 'percentage', percent: '2.9', fixedAmount: '0.3', minimumAmount: null, maximumAmount: '5' },
    ],
  ])('is empty for equal decimals in another notation: %s', (_what, model, written) => {
    const otherwise = { ...defaultTerms, id: 'pri_2', key: 'a', currency: 'USD', cadence: 'oneTime', ...written } as PricePoint;
    const price = { ...otherwise, id: 'pri_1', ...model } as PricePoint;
    const of = (each: PricePoint) => aDraftPlan({ rateCards: [aBaseCard({ prices: [each] })], addOns: [linkAt(each)] });
    const linkAt = (each: PricePoint) => aLink('water', { prices: [{ rateCardKey: 'water', price: { ...each, key: 'b' } }] });
    expect(diffVersions(of(price), of(otherwise))).toEqual([]);
  });

  it('is empty for equal adjustments and quotas in another notation, and finds the smallest difference', () => {
    const adjusted = (included: string, percent: string, amount: string, spend: string) => {
      const discounts: readonly Discount[] = [
        { kind: 'percent', percent, cycles: null },
        { kind: 'amount', amount, cycles: 2 },
      ];
      const bounds = { minimumSpend: spend, maximumSpend: `1${spend}` };
      const adjustments = { ...noAdjustments, includedQuantity: included, discounts, ...bounds };
      return aDraftPlan({ rateCards: [aBaseCard({ prices: [aFlatPrice({ adjustments })] })] });
    };
    const written = adjusted('2', '10.00', '1.50', '9.00');
    expect(diffVersions(written, adjusted('2.0', '10', '1.5', '9'))).toEqual([]);
    expect(changesOf(written, adjusted('2', '10', '1.51', '9'))).toEqual([`price_changed ${at} newSubscriptions`]);

    const granted = (quota: string, cap: string) => {
      const limits = { limit: 'hard', quota, includedUsage: quota, reset: null, carryover: { cap, expiresAfter: 1 } } as const;
      return aDraftPlan({ rateCards: [aBaseCard({ entitlement: { kind: 'metered', ...limits } })] });
    };
    expect(diffVersions(granted('5', '2'), granted('5.00', '2.0'))).toEqual([]);
    const changed = ['entitlement_changed /rateCards/0/entitlement newSubscriptions'];
    expect(changesOf(granted('5', '2'), granted('5', '3'))).toEqual(changed);
  });

  it('0-34 gives the old and the new value', () => {
    expect(diffVersions(aDraftPlan(), aDraftPlan({ name: 'Basic 2' }))).toEqual([
      { code: 'name_changed', pointer: '/name', from: 'Basic', to: 'Basic 2', affects: 'inPlace' },
    ]);
  });

  it.each<[string, OfferingVersion, OfferingVersion, readonly string[]]>([
    ['1-11 a trial', aDraftPlan(), aDraftPlan({ trialDays: 7 }), ['trial_changed /trialDays newSubscriptions']],
    ['1-11 an added link', aDraftPlan(), aDraftPlan({ addOns: [aLink('water')] }), ['link_added /addOns/0 newSubscriptions']],
    [
      '1-11 a removed link',
      aDraftPlan({ addOns: [aLink('water')] }),
      aDraftPlan(),
      ['link_removed /addOns/0 newSubscriptions'],
    ],
    [
      '1-11 a link',
      aDraftPlan({ addOns: [aLink('water')] }),
      aDraftPlan({ addOns: [aLink('water', { maxInstances: 2 })] }),
      ['link_changed /addOns/0 newSubscriptions'],
    ],
    [
      '1-7 the instance type',
      waterAddOn(),
      waterAddOn({ instance: 'multiple' }),
      ['instance_changed /instance newSubscriptions'],
    ],
    ['0-8 visibility', waterAddOn(), waterAddOn({ visibility: 'admin' }), ['visibility_changed /visibility inPlace']],
    [
      '4-19 restrictions',
      waterAddOn(),
      waterAddOn({ restrictions: { ...unrestricted, roles: ['owner'] } }),
      ['restrictions_changed /restrictions newSubscriptions'],
    ],
    [
      '3-43 an amount',
      aDraftPlan(),
      aDraftPlan({ rateCards: [aBaseCard({ prices: [aFlatPrice({ amount: '25.00' })] })] }),
      [`price_changed ${at} newSubscriptions`],
    ],
    [
      '3-13 an added price',
      aDraftPlan(),
      aDraftPlan({ rateCards: [aBaseCard({ prices: [aFlatPrice(), aFlatPrice({ key: 'eur', currency: 'EUR' })] })] }),
      ['price_added /rateCards/0/prices/1 newSubscriptions'],
    ],
    [
      '3-13 a removed price',
      aDraftPlan(),
      aDraftPlan({ rateCards: [aBaseCard({ prices: [] })] }),
      [`price_removed ${at} newSubscriptions`],
    ],
    [
      '1-3 an entitlement',
      aDraftPlan(),
      aDraftPlan({ rateCards: [aBaseCard({ entitlement: null })] }),
      ['entitlement_changed /rateCards/0/entitlement newSubscriptions'],
    ],
    [
      '1-3 an added rate card',
      aDraftPlan(),
      aDraftPlan({ rateCards: [aBaseCard({ key: 'more' })] }),
      ['rate_card_removed /rateCards/0 newSubscriptions', 'rate_card_added /rateCards/0 newSubscriptions'],
    ],
    [
      '3-23 the SKU',
      aDraftPlan(),
      priced({ presentation: { ...defaultPresentation, sku: 'W-1' } }),
      [`sku_changed ${at}/presentation/sku inPlace`],
    ],
    [
      '3-22 (config) the tax profile',
      aDraftPlan(),
      priced({ tax: { kind: 'exempt' } }),
      [`tax_changed ${at}/presentation/tax inPlace`],
    ],
    [
      '3-44 an archived price',
      aDraftPlan(),
      priced({ archived: true }),
      [`price_archived_changed ${at}/presentation/archived newSubscriptions`],
    ],
  ])('lists %s', (_what, from, to, changes) => {
    expect(changesOf(from, to)).toEqual(changes);
  });

  it('shows tax and sale status in the presentation of a price, wherever the price stands', () => {
    const { tax, archived, ...terms } = aFlatPrice({ key: 'new', tax: { kind: 'exempt' }, archived: true });
    const document = { ...terms, presentation: { ...defaultPresentation, tax, archived } };
    const price = { ...terms, tax, archived };
    const card = aBaseCard({ key: 'more', prices: [price] });
    const link = aLink('water', { prices: [{ rateCardKey: 'water', price }] });
    const shownIn = (changes: Partial<PlanVersion>) => diffVersions(aDraftPlan(), aDraftPlan(changes)).at(-1)?.to;
    expect(shownIn({ rateCards: [aBaseCard({ prices: [aFlatPrice(), price] })] })).toEqual(document);
    expect(shownIn({ rateCards: [aBaseCard(), card] })).toEqual({ ...card, prices: [document] });
    expect(shownIn({ addOns: [link] })).toEqual({ ...link, prices: [{ rateCardKey: 'water', price: document }] });
  });
});
