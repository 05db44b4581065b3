import { reprice } from '../../../src/domain/catalogue/versions/reprice.ts';
import type { PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { PriceModel } from '../../../src/domain/pricing/price-model.ts';
import { aBaseCard, aFlatPrice, aPerUnitPrice } from '../../support/builders/drafts.ts';

const fixed = aFlatPrice({ key: 'fixed' });
const each = aPerUnitPrice({ key: 'each', currency: 'JPY', unitAmount: '7' });
const others: readonly PriceModel[] = [
  { model: 'tiered', tiers: [{ upTo: null, unitAmount: '5.00', flatAmount: null }] },
  { model: 'volume', tiers: [{ upTo: null, unitAmount: '5.00', flatAmount: null }] },
  { model: 'stairStep', tiers: [{ upTo: null, unitAmount: null, flatAmount: '5.00' }] },
  { model: 'package', size: '5', amount: '9.00' },
];
const cards = (...prices: readonly PricePoint[]) => [aBaseCard({ prices })];
const refusalOf = (result: ReturnType<typeof reprice>) =>
  result.ok ? [] : [result.error.code, ...(result.error.issues ?? []).map(({ pointer }) => pointer)];

describe('reprice', () => {
  it('3-42, 3-43 gives flat and per-unit prices another amount and id, and keeps the rest', () => {
    const result = reprice(cards(fixed, each), {
      fixed: { id: 'pri_new_1', amount: '22.50' },
      each: { id: 'pri_new_2', unitAmount: '8' },
    });
    expect(result).toEqual({
      ok: true,
      value: cards({ ...fixed, id: 'pri_new_1', amount: '22.50' }, { ...each, id: 'pri_new_2', unitAmount: '8' }),
    });
  });

  it('3-42 keeps a price with an unchanged amount', () => {
    for (const amount of ['20.00', '20', '20.0']) {
      const result = reprice(cards(fixed, each), { fixed: { id: 'pri_new_1', amount } });
      expect(result.ok && result.value[0]?.prices[0]).toBe(fixed);
    }
  });

  it('3-42 refuses a price of the launched version that the draft does not have', () => {
    const result = reprice(cards(each), { fixed: { id: 'pri_new_1', amount: '22.50' } });
    expect(refusalOf(result)).toEqual(['price_edit_forbidden', '/prices/fixed']);
  });

  it.each(others.map((model) => [model.model, model] as const))('3-42 refuses another amount for %s', (_name, model) => {
    const price = { ...aFlatPrice({ key: 'stepped' }), ...model } as PricePoint;
    expect(refusalOf(reprice(cards(price), { stepped: { id: 'pri_new', amount: '1.00' } }))).toEqual([
      'price_edit_forbidden',
      '/prices/stepped/amount',
    ]);
  });

  it('3-42 refuses the amount of another model, and reports all issues', () => {
    const result = reprice(cards(fixed, each), {
      fixed: { id: 'pri_new_1', unitAmount: '1.00' },
      each: { id: 'pri_new_2', amount: '1.00' },
    });
    expect(refusalOf(result)).toEqual(['price_edit_forbidden', '/prices/fixed/unitAmount', '/prices/each/amount']);
  });

  it('refuses an amount with more decimals than the currency', () => {
    const yen = aFlatPrice({ key: 'yen', currency: 'JPY', amount: '500' });
    expect(refusalOf(reprice(cards(yen), { yen: { id: 'pri_new', amount: '500.50' } }))).toEqual([
      'invalid_offering',
      '/prices/yen/amount',
    ]);
  });
});
