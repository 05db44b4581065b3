import { issuesOf } from '../../src/contracts/wire/shared/issues.ts';
import { rateCardInput } from '../../src/contracts/wire/catalogue/rate-card.ts';
import { flatBody, perUnitBody } from '../support/builders/price-bodies.ts';

const flat = flatBody('5.00');
const perUnit = perUnitBody('0.000000000001');

const refusalsOf = (card: object) => {
  const parsed = rateCardInput.safeParse({ key: 'base', ...card });
  return parsed.success ? [] : issuesOf(parsed.error).map(({ code, pointer }) => `${code} ${pointer}`);
};

describe('rateCardInput', () => {
  it.each<[string, object]>([
    ['a flat price', { prices: [flat] }],
    ['a unit price with twelve decimals', { prices: [perUnit] }],
    ['a flat price of 0', { prices: [{ ...flat, amount: '0' }] }],
    ['three decimals in a currency that has three', { prices: [{ ...flat, currency: 'KWD', amount: '1.005' }] }],
    ['a hard quota', { entitlement: { kind: 'metered', limit: 'hard', quota: 3 } }],
    ['a soft limit without a quota', { entitlement: { kind: 'metered', limit: 'soft' } }],
  ])('accepts %s', (_what, card) => {
    expect(refusalsOf(card)).toEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    [
      'a flat amount in a tier table',
      { prices: [{ ...flat, model: 'tiered' }] },
      ['invalid_type /prices/0/tiers', 'unknown_field /prices/0/amount'],
    ],
    ['a model that does not exist', { prices: [{ ...flat, model: 'lottery' }] }, ['invalid_value /prices/0/model']],
    ['a cadence in a word', { prices: [{ ...flat, cadence: 'monthly' }] }, ['invalid_value /prices/0/cadence']],
    ['a timing that does not exist', { prices: [{ ...flat, timing: 'later' }] }, ['invalid_value /prices/0/timing']],
    ['a trial below zero days', { prices: [{ ...flat, trialDays: -1 }] }, ['too_small /prices/0/trialDays']],
    [
      'carryover without a reset',
      { entitlement: { kind: 'metered', limit: 'soft', carryover: {} } },
      ['invalid /entitlement/carryover'],
    ],
    ['an amount below zero', { prices: [{ ...flat, amount: '-1' }] }, ['invalid_format /prices/0/amount']],
    ['an amount as a number', { prices: [{ ...flat, amount: 5 }] }, ['invalid_type /prices/0/amount']],
    [
      'more decimals than the currency has',
      { prices: [{ ...flat, currency: 'JPY', amount: '5.5' }] },
      ['too_many_decimals /prices/0/amount'],
    ],
    ['thirteen decimals', { prices: [{ ...perUnit, unitAmount: '0.0000000000001' }] }, ['invalid_format /prices/0/unitAmount']],
    ['a currency that does not exist', { prices: [{ ...flat, currency: 'usd' }] }, ['invalid /prices/0/currency']],
    [
      'a cadence of zero',
      { prices: [{ ...flat, cadence: { every: 0, unit: 'month' } }] },
      ['too_small /prices/0/cadence/every'],
    ],
    ['a hard limit without a quota', { entitlement: { kind: 'metered', limit: 'hard' } }, ['invalid /entitlement/quota']],
    ['an entitlement without a kind', { entitlement: {} }, ['invalid_value /entitlement/kind']],
  ])('refuses %s', (_what, card, refusals) => {
    expect(refusalsOf(card)).toEqual(refusals);
  });

  it('defaults to a reset without notification, counted from the activation', () => {
    const reset = { every: 1, unit: 'month' };
    const card = rateCardInput.parse({ key: 'base', entitlement: { kind: 'metered', limit: 'soft', quota: '2.50', reset } });
    expect(card.entitlement).toEqual({
      kind: 'metered',
      limit: 'soft',
      quota: '2.5',
      reset: { ...reset, anchor: 'activation', notify: false },
    });
  });
});
