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
  it('answers the add-on itself where the link has no price', () => {
    expect(through([])).toBe(addOn);
  });

  it('1-6 puts the price of the link in the place of that in its rate card, currency and cadence, and nowhere else', () => {
    expect(idsOf(through([{ rateCardKey: 'water', price: here }]))).toEqual([['pri_here', 'pri_eur'], ['pri_usd']]);
  });

  it('1-6 adds a price for a currency or a cadence that the add-on has none for', () => {
    const yearly = { ...here, id: 'pri_year', cadence: year };
    const pounds = { ...here, id: 'pri_gbp', currency: 'GBP' };
    const prices = [yearly, pounds].map((price) => ({ rateCardKey: 'water', price }));
    expect(idsOf(through(prices))).toEqual([['pri_usd', 'pri_eur', 'pri_year', 'pri_gbp'], ['pri_usd']]);
  });

  it('1-6 may price a rate card that only grants', () => {
    const granting = waterAddOn({ rateCards: [aBaseCard({ key: 'water', prices: [] })] });
    expect(idsOf(through([{ rateCardKey: 'water', price: here }], granting))).toEqual([['pri_here']]);
  });

  it('charges by the terms of the link, of any model, and reads as what it replaces', () => {
    const perUnit = aPerUnitPrice({ id: 'pri_here', key: 'water-here' });
    const [card] = through([{ rateCardKey: 'water', price: perUnit }]).rateCards;
    expect(card?.prices[0]).toEqual({ ...perUnit, presentation });
  });

  it('reads plainly where it replaces nothing', () => {
    const pounds = { ...here, currency: 'GBP' };
    const [card] = through([{ rateCardKey: 'water', price: pounds }]).rateCards;
    expect(card?.prices[2]).toEqual({ ...pounds, presentation: defaultPresentation });
  });

  it('3-44 is for sale in the place of an archived price, and reads as the one on sale where there are both', () => {
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

  it('leaves out a price for a rate card that the add-on does not have', () => {
    expect(idsOf(through([{ rateCardKey: 'gone', price: here }]))).toEqual(idsOf(addOn));
  });
});
