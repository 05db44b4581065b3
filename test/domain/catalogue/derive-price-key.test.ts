import { derivePriceKey } from '../../../src/domain/catalogue/model/derive-price-key.ts';

const quarterly = { currency: 'USD', cadence: { every: 3, unit: 'month' } } as const;

describe('derivePriceKey', () => {
  it('joins owner, currency and cadence', () => {
    expect(derivePriceKey('water', quarterly)).toBe('water-usd-3-months');
    expect(derivePriceKey('water', { currency: 'EUR', cadence: 'oneTime' })).toBe('water-eur-once');
  });

  it('keeps the last 100 characters, starting with a letter or digit', () => {
    // "-usd-3-months" has 13 characters, which leaves 87 for the owner; the first of them is a hyphen here.
    expect(derivePriceKey(`a-${'b'.repeat(86)}`, quarterly)).toBe(`${'b'.repeat(86)}-usd-3-months`);
  });
});
