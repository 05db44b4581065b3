import { applyLinkPrices } from '../../../src/domain/catalogue/model/link-prices.ts';
import type { AddOnVersion, LinkPrice } from '../../../src/domain/catalogue/model/offering.ts';
import { defaultPresentation } from '../../../src/domain/catalogue/model/rate-card.ts';
import { aBaseCard, aFlatPrice, aPerUnitPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';

const year = { every: 1, unit: 'year' } as const;
const presentation = { ...defaultPresentation, externalName: 'Filtered water', sku: 'WATER-1' };
const usd = aFlatPrice({ id: 'pri_usd', key: 'water-usd', presentation });
const eur = aFlatPrice({ id: 'pri_eur', key: 'water-eur', currency: 'EUR' });
const addOn = waterAddOn({
  rateCards: [
    aBaseCard({ key: 'water', featureKey: 'water', prices: [usd, eur] }),
    aBaseCard({ key: 'bottle', prices: [usd] }),
  ],
});
const here = aFlatPrice({ id: 'pri_here', key: 'water-here', amount: '12.00' });

const through = (prices: readonly LinkPrice[], of: AddOnVersion = addOn) => applyLinkPrices(of, aLink('water', { prices }));
const idsOf = ({ rateCards }: AddOnVersion) => rateCards.map(({ prices }) => prices.map(({ id }) => id));

describe('applyLinkPrices', () => {
  it('returns the add-on itself if the link has no price', () => {
    expect(through([])).toBe(addOn);
  });

  it('1-6 overrides only the price of the same rate card, currency and cadence', () => {
    expect(idsOf(through([{ rateCardKey: 'water', price: here }]))).toEqual([['pri_here', 'pri_eur'], ['pri_usd']]);
  });

  it('1-6 adds a price in a currency or cadence that the add-on lacks', () => {
    const yearly = { ...here, id: 'pri_year', cadence: year };
    const pounds = { ...here, id: 'pri_gbp', currency: 'GBP' };
    const prices = [yearly, pounds].map((price) => ({ rateCardKey: 'water', price }));
    expect(idsOf(through(prices))).toEqual([['pri_usd', 'pri_eur', 'pri_year', 'pri_gbp'], ['pri_usd']]);
  });

  it('1-6 can price a rate card without prices', () => {
    const granting = waterAddOn({ rateCards: [aBaseCard({ key: 'water', prices: [] })] });
    expect(idsOf(through([{ rateCardKey: 'water', price: here }], granting))).toEqual([['pri_here']]);
  });

  it('uses the terms of the link, of any model, and the presentation of the overridden price', () => {
    const perUnit = aPerUnitPrice({ id: 'pri_here', key: 'water-here' });
    const [card] = through([{ rateCardKey: 'water', price: perUnit }]).rateCards;
    expect(card?.prices[0]).toEqual({ ...perUnit, presentation });
  });

  it('has the default presentation if it overrides nothing', () => {
    const pounds = { ...here, currency: 'GBP' };
    const [card] = through([{ rateCardKey: 'water', price: pounds }]).rateCards;
    expect(card?.prices[2]).toEqual({ ...pounds, presentation: defaultPresentation });
  });

  it('3-44 overrides an archived price, and takes the presentation of the one on sale if there are both', () => {
    const former = {
      ...usd,
      id: 'pri_former',
      key: 'former',
      presentation: { ...defaultPresentation, sku: 'OLD' },
      archived: true,
    };
    const readsAs = (prices: AddOnVersion['rateCards'][number]['prices']) =>
      through([{ rateCardKey: 'water', price: here }], waterAddOn({ rateCards: [aBaseCard({ key: 'water', prices })] }))
        .rateCards[0]?.prices;
    expect(readsAs([former])).toEqual([{ ...here, presentation: { ...defaultPresentation, sku: 'OLD' } }]);
    expect(readsAs([former, usd])).toEqual([{ ...here, presentation }]);
  });

  it('ignores a price for an unknown rate card', () => {
    expect(idsOf(through([{ rateCardKey: 'gone', price: here }]))).toEqual(idsOf(addOn));
  });
});
