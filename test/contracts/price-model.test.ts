import { z } from 'zod';
import { modelAliases, modelNames, withModelName } from '../../src/domain/pricing/price-model-name.ts';
import {
  checkPriceModel,
  fromPriceModel,
  priceModelUnion,
  toPriceModel,
} from '../../src/contracts/wire/catalogue/price-model.ts';
import { currency } from '../../src/contracts/wire/shared/scalars.ts';

const price = priceModelUnion({ currency }).superRefine(checkPriceModel);
const problems = (input: object): readonly string[] => {
  const parsed = price.safeParse({ currency: 'USD', ...input });
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => {
        const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : issue.code;
        return `${String(code)} ${issue.path.join('/')}`;
      });
};
const nameOf = (model: string): unknown => withModelName({ model });
const tiers = [
  { upTo: 5, unitAmount: '7.00' },
  { upTo: null, unitAmount: '6.50', flatAmount: '1.00' },
];

describe('the name of a model', () => {
  it.each([
    ['standard flat', 'flat'],
    ['standard per-unit', 'perUnit'],
    ['standard packaged', 'package'],
    ['tiered flat', 'stairStep'],
    ['tiered per-unit', 'tiered'],
    ['tiered packaged', 'tieredPackage'],
    ['volume flat', 'stairStep'],
    ['volume per-unit', 'volume'],
    ['volume packaged', 'volumePackage'],
  ])('0-25 of the dynamic price %s is %s', (alias, model) => {
    expect(nameOf(alias)).toEqual({ model });
  });

  it.each([
    ['fixed charge', 'flat'],
    ['Flat Fee', 'flat'],
    ['fixedCharge', 'flat'],
    ['flat_fee', 'flat'],
    ['graduated', 'tiered'],
    ['ranged', 'stairStep'],
    ['stair-step', 'stairStep'],
    ['packaged', 'package'],
    ['per unit', 'perUnit'],
    ['volume', 'volume'],
  ])('2-11 %s is %s', (alias, model) => {
    expect(nameOf(alias)).toEqual({ model });
  });

  it('is unchanged if it is unknown', () => {
    expect([withModelName({ model: 'toString' }), withModelName(7), withModelName({})]).toEqual([{ model: 'toString' }, 7, {}]);
    expect(problems({ model: 'free' })).toEqual(['invalid_union model']);
  });

  it('has an alias only for models that exist', () => {
    expect(modelNames).toEqual(expect.arrayContaining(Object.values(modelAliases)));
  });
});

describe('a price in a request', () => {
  it.each<[string, object]>([
    ['flat', { model: 'flat', amount: '5.00' }],
    ['perUnit', { model: 'perUnit', unitAmount: '0.000000000001', includedQuantity: '10' }],
    [
      'tiered',
      {
        model: 'tiered',
        tiers: [
          { upTo: '5', unitAmount: '7.00', flatAmount: null },
          { upTo: null, unitAmount: '6', flatAmount: '1' },
        ],
        zeroQuantity: 'chargeFirstFlat',
      },
    ],
    ['stairStep', { model: 'stairStep', tiers: [{ upTo: null, unitAmount: null, flatAmount: '9.99' }] }],
    ['package', { model: 'package', size: '1000', amount: '1.25', minimumSpend: '5', maximumSpend: '50' }],
    ['volumePackage', { model: 'volumePackage', size: '10', tiers: [{ upTo: null, unitAmount: '1', flatAmount: null }] }],
    [
      'percentage',
      {
        model: 'percentage',
        percent: '2.9',
        fixedAmount: '0.30',
        minimumAmount: null,
        maximumAmount: null,
        discounts: [{ kind: 'percent', percent: '10', cycles: 3 }],
      },
    ],
  ])('%s is returned as sent and can be sent again', (_name, model) => {
    const read = toPriceModel(price.parse({ currency: 'USD', ...model }));
    expect(fromPriceModel(read)).toEqual(model);
    expect(toPriceModel(price.parse({ currency: 'USD', ...fromPriceModel(read) }))).toEqual(read);
  });

  it('accepts integers for quantities, and tiers without amounts', () => {
    expect(toPriceModel(price.parse({ currency: 'USD', model: 'graduated', tiers }))).toMatchObject({
      model: 'tiered',
      tiers: [
        { upTo: '5', unitAmount: '7.00', flatAmount: null },
        { upTo: null, unitAmount: '6.50', flatAmount: '1.00' },
      ],
    });
  });

  it.each<[string, object, readonly string[]]>([
    ['a field of another model', { model: 'flat', amount: '5', tiers }, ['unrecognized_keys ']],
    [
      'a flat amount with more decimals than the currency',
      { model: 'flat', amount: '5.5', currency: 'JPY' },
      ['too_many_decimals amount'],
    ],
    ['more than 12 decimals', { model: 'perUnit', unitAmount: '0.0000000000001' }, ['invalid_format unitAmount']],
    [
      'a string that is not a decimal',
      { model: 'tiered', tiers: [{ upTo: null, unitAmount: 'x' }] },
      ['invalid_format tiers/0/unitAmount'],
    ],
    [
      'every issue of a tier table',
      {
        model: 'tiered',
        tiers: [
          { upTo: 5, flatAmount: '1.005' },
          { upTo: 4, unitAmount: '1' },
        ],
      },
      [
        'tier_amount_missing tiers/0/unitAmount',
        'too_many_decimals tiers/0/flatAmount',
        'last_tier_bounded tiers/1/upTo',
        'tier_not_ascending tiers/1/upTo',
      ],
    ],
  ])('refuses %s', (_name, input, expected) => {
    expect(problems(input)).toEqual(expected);
  });

  it('can be described as JSON schema', () => {
    expect(() => z.toJSONSchema(price, { io: 'input' })).not.toThrow();
  });
});
