import { returningPriceKeys } from '../../../src/domain/catalogue/versions/returning-price-keys.ts';
import type { OfferingVersion } from '../../../src/domain/catalogue/model/offering.ts';
import { aBaseCard, aDraftPlan, aFlatPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';

const cards = (...keys: readonly string[]) => [aBaseCard({ prices: keys.map((key) => aFlatPrice({ key })) })];
const links = (...keys: readonly string[]) => [
  aLink('water', { prices: keys.map((key) => ({ rateCardKey: 'water', price: aFlatPrice({ key }) })) }),
];
const plan = (own: readonly string[], linked: readonly string[]) =>
  aDraftPlan({ rateCards: cards(...own), addOns: links(...linked) });

describe('returningPriceKeys', () => {
  it.each<[string, OfferingVersion | null, OfferingVersion, OfferingVersion, readonly string[]]>([
    ['none of unchanged prices', null, plan(['own'], ['here']), plan(['own'], ['here']), []],
    ['a price of the base and one of a link', null, plan([], []), plan(['own'], ['here']), ['own', 'here']],
    ['a price that moves from the base to a link', null, plan(['own'], []), plan([], ['own']), ['own']],
    ['a price that moves from a link to the base', null, plan([], ['here']), plan(['here'], []), ['here']],
    ['no price of a launched link beside a draft', plan([], ['here']), plan([], []), plan([], ['here']), []],
    ['a price of the base that only the launched version has', plan(['own'], []), plan([], []), plan(['own'], []), ['own']],
    ['prices of an add-on', null, waterAddOn({ rateCards: [] }), waterAddOn({ rateCards: cards('own') }), ['own']],
  ])('lists %s', (_what, launched, latest, stated, keys) => {
    expect(returningPriceKeys({ launched, latest }, stated)).toEqual(keys);
  });
});
