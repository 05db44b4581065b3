import { priceModelIssues } from '../../../src/domain/pricing/price-model-issues.ts';
import { noAdjustments, type PriceAdjustments, type PriceModel, type Tier } from '../../../src/domain/pricing/price-model.ts';

const tier = (upTo: string | null, unitAmount: string | null = '1', flatAmount: string | null = null): Tier => ({
  upTo,
  unitAmount,
  flatAmount,
});
const tiered = (...tiers: readonly Tier[]): PriceModel => ({ model: 'tiered', tiers });
const issues = (price: PriceModel, adjustments: Partial<PriceAdjustments> = {}, currency = 'USD'): readonly string[] =>
  priceModelIssues({ ...price, adjustments: { ...noAdjustments, ...adjustments } }, currency).map(
    ({ code, pointer }) => `${code} ${pointer}`,
  );
const ascending = (count: number): readonly Tier[] =>
  Array.from({ length: count }, (_, index) => tier(index === count - 1 ? null : String(index + 1)));

describe('priceModelIssues', () => {
  it.each<[string, PriceModel]>([
    ['one tier without a bound', tiered(tier(null))],
    ['100 tiers', tiered(...ascending(100))],
    ['fractional bounds', tiered(tier('0.5'), tier('1.25'), tier(null))],
    ['a unit price of 12 decimals', tiered(tier(null, '0.000000000001'))],
    ['steps with flat amounts only', { model: 'stairStep', tiers: [tier('5', null, '9.99'), tier(null, null, '20')] }],
    ['tiers of whole packages', { model: 'tieredPackage', size: '0.5', tiers: [tier('1.5'), tier(null)] }],
  ])('accepts %s', (_name, price) => {
    expect(issues(price)).toEqual([]);
  });

  it.each<[string, PriceModel, readonly string[]]>([
    ['no tier', tiered(), ['tiers_required /tiers']],
    ['more than 100 tiers', tiered(...ascending(101)), ['too_many_tiers /tiers']],
    ['a bound of 0', tiered(tier('0'), tier(null)), ['tier_not_ascending /tiers/0/upTo']],
    ['equal bounds', tiered(tier('5'), tier('5.0'), tier(null)), ['tier_not_ascending /tiers/1/upTo']],
    ['a bound below the one before', tiered(tier('5'), tier('4'), tier(null)), ['tier_not_ascending /tiers/1/upTo']],
    ['a tier in the middle without a bound', tiered(tier(null), tier(null)), ['tier_bound_missing /tiers/0/upTo']],
    ['a bound on the last tier', tiered(tier('5'), tier('9')), ['last_tier_bounded /tiers/1/upTo']],
    ['13 decimals', tiered(tier(null, '0.0000000000001')), ['too_many_decimals /tiers/0/unitAmount']],
    ['13 decimals in a bound', tiered(tier('1.0000000000001'), tier(null)), ['too_many_decimals /tiers/0/upTo']],
    ['a negative unit price', tiered(tier(null, '-1')), ['negative_amount /tiers/0/unitAmount']],
    ['a flat amount the currency does not have', tiered(tier(null, '1', '0.005')), ['too_many_decimals /tiers/0/flatAmount']],
    ['a tier without a unit price', tiered(tier(null, null, '5')), ['tier_amount_missing /tiers/0/unitAmount']],
    [
      'a step with a unit price and no flat amount',
      { model: 'stairStep', tiers: [tier(null)] },
      ['tier_amount_missing /tiers/0/flatAmount', 'not_applicable /tiers/0/unitAmount'],
    ],
    ['a package size of 0', { model: 'package', size: '0', amount: '1' }, ['package_size_invalid /size']],
    [
      'a tier that ends inside a package',
      { model: 'volumePackage', size: '10', tiers: [tier('25'), tier(null)] },
      ['tier_splits_package /tiers/0/upTo'],
    ],
    ['a flat price of three decimals', { model: 'flat', amount: '1.005' }, ['too_many_decimals /amount']],
    [
      'a negative percentage whose maximum is below its minimum',
      { model: 'percentage', percent: '-1', fixedAmount: '0.001', minimumAmount: '5', maximumAmount: '4' },
      ['negative_amount /percent', 'too_many_decimals /fixedAmount', 'maximum_below_minimum /maximumAmount'],
    ],
  ])('refuses %s', (_name, price, expected) => {
    expect(issues(price)).toEqual(expected);
  });

  it('reports all issues at once, by the decimals of the currency', () => {
    const table = tiered(tier('5', null, '1.5'), tier('3', '-1'));
    expect(issues(table, { minimumSpend: '0.5', maximumSpend: '0' }, 'JPY')).toEqual([
      'tier_amount_missing /tiers/0/unitAmount',
      'too_many_decimals /tiers/0/flatAmount',
      'last_tier_bounded /tiers/1/upTo',
      'tier_not_ascending /tiers/1/upTo',
      'negative_amount /tiers/1/unitAmount',
      'too_many_decimals /minimumSpend',
      'maximum_below_minimum /maximumSpend',
    ]);
  });

  it('refuses adjustments that do not apply to the model', () => {
    const flat: PriceModel = { model: 'flat', amount: '5' };
    expect(issues(flat, { includedQuantity: '1', zeroQuantity: 'chargeFirstFlat' })).toEqual([
      'not_applicable /includedQuantity',
      'not_applicable /zeroQuantity',
    ]);
    expect(
      issues(flat, {
        discounts: [
          { kind: 'percent', percent: '100.1', cycles: null },
          { kind: 'amount', amount: '0.001', cycles: 2 },
        ],
      }),
    ).toEqual(['percent_above_100 /discounts/0/percent', 'too_many_decimals /discounts/1/amount']);
  });
});
