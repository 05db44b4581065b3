import { carryAllLinkPrices, carryLinkPrices, linksIn } from '../../../src/domain/catalogue/versions/carry-link-prices.ts';
import type { FormerPrice } from '../../../src/domain/catalogue/versions/carry-price-ids.ts';
import { diffVersions } from '../../../src/domain/catalogue/versions/diff.ts';
import { nextDraft } from '../../../src/domain/catalogue/versions/draft.ts';
import type { LinkPrice, PlanAddOn } from '../../../src/domain/catalogue/model/offering.ts';
import { toVersionId } from '../../../src/domain/ids.ts';
import { aDraftPlan, aFlatPrice, aPerUnitPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';

const here = aFlatPrice({ id: 'pri_here', key: 'here', amount: '12.00' });
const linkAt = (...prices: readonly LinkPrice['price'][]): PlanAddOn =>
  aLink('water', { prices: prices.map((price) => ({ rateCardKey: 'water', price })) });
const stated = { ...here, id: 'pri_new' };
const noFormer = { former: [] };
const idsOf = (links: readonly PlanAddOn[]) => links.flatMap(({ prices }) => prices.map(({ price }) => price.id));

describe('carryLinkPrices', () => {
  it.each<[string, PlanAddOn, readonly string[]]>([
    ['3-17 keeps the id of a price with unchanged terms', linkAt(stated), ['pri_here']],
    ['3-17 gives a new id to a price with changed terms', linkAt({ ...stated, amount: '11.00' }), ['pri_new']],
    ['3-17 gives a new id to a price with another key', linkAt({ ...stated, key: 'there' }), ['pri_new']],
    [
      '3-17 gives a new id to a price in another rate card',
      aLink('water', { prices: [{ rateCardKey: 'bottle', price: stated }] }),
      ['pri_new'],
    ],
  ])('%s', (_what, link, ids) => {
    const carried = carryLinkPrices({ known: [linkAt(here)], ...noFormer }, link);
    expect(carried.ok && idsOf([carried.value])).toEqual(ids);
  });

  it('takes the id from any known version with the same terms', () => {
    const known = [linkAt(here), linkAt({ ...here, id: 'pri_draft', amount: '9.00' })];
    const carried = carryLinkPrices({ known, ...noFormer }, linkAt(stated));
    expect(carried).toMatchObject({ ok: true, value: linkAt(here) });
  });

  it('2-12, 3-39 refuses pricing_model_immutable, and 3-41 cycles_immutable, with pointers into the link', () => {
    const issuesFor = (price: LinkPrice['price']) =>
      carryLinkPrices({ known: [linkAt(here)], ...noFormer }, linkAt(stated, price));
    expect(issuesFor(aPerUnitPrice({ key: 'here' }))).toMatchObject({
      error: { code: 'pricing_model_immutable', issues: [{ pointer: '/prices/1/model', code: 'pricing_model_immutable' }] },
    });
    expect(issuesFor({ ...stated, cycles: 3 })).toMatchObject({
      error: { code: 'cycles_immutable', issues: [{ pointer: '/prices/1/cycles', code: 'cycles_immutable' }] },
    });
  });

  it.each<[string, FormerPrice, readonly string[]]>([
    ['3-17 restores the id of a price that returns unchanged', { price: here, linkedCardKey: 'water' }, ['pri_here']],
    [
      '3-17 gives a new id to a price that returns with other terms',
      { price: { ...here, amount: '9.00' }, linkedCardKey: 'water' },
      ['pri_new'],
    ],
    ['3-17 gives a new id to a price that returns in another rate card', { price: here, linkedCardKey: 'bottle' }, ['pri_new']],
    ['3-17 gives a new id to a price that was a price of the base', { price: here, linkedCardKey: null }, ['pri_new']],
  ])('%s', (_what, former, ids) => {
    const carried = carryLinkPrices({ known: [linkAt()], former: [former] }, linkAt(stated));
    expect(carried.ok && idsOf([carried.value])).toEqual(ids);
  });

  it.each(['water', null])('2-12, 3-41 refuses a returning key with another model or cycles: %s', (linkedCardKey) => {
    const history = { known: [linkAt()], former: [{ price: here, linkedCardKey }] };
    expect(carryLinkPrices(history, linkAt(aPerUnitPrice({ key: 'here' })))).toMatchObject({
      error: { code: 'pricing_model_immutable', issues: [{ pointer: '/prices/0/model' }] },
    });
    expect(carryAllLinkPrices(history, [linkAt(), linkAt({ ...stated, cycles: 3 })])).toMatchObject({
      error: { code: 'cycles_immutable', issues: [{ pointer: '/addOns/1/prices/0/cycles' }] },
    });
  });

  it('collects the issues of all links of a draft, with pointers into it', () => {
    const links = [linkAt({ ...stated, cycles: 3 }), linkAt(aPerUnitPrice({ key: 'here' }))];
    const history = { known: [linkAt(here)], ...noFormer };
    expect(carryAllLinkPrices(history, links)).toMatchObject({
      error: {
        code: 'pricing_model_immutable',
        issues: [{ pointer: '/addOns/0/prices/0/cycles' }, { pointer: '/addOns/1/prices/0/model' }],
      },
    });
    expect(carryAllLinkPrices(history, [linkAt(stated)])).toEqual({ ok: true, value: [linkAt(here)] });
  });

  it('applies only to links of bases', () => {
    expect(linksIn([null, waterAddOn(), aDraftPlan({ addOns: [linkAt(here)] })])).toEqual([linkAt(here)]);
  });
});

describe('nextDraft', () => {
  it('0-34 keeps the links with their prices and ids', () => {
    const launched = aDraftPlan({ status: 'launched', addOns: [linkAt(here)] });
    expect(nextDraft(launched, { id: toVersionId('ver_2'), changes: { name: 'Basic 2' }, former: [] })).toMatchObject({
      ok: true,
      value: { name: 'Basic 2', addOns: [linkAt(here)] },
    });
  });
});

describe('diffVersions', () => {
  const changesTo = (...links: readonly PlanAddOn[]) =>
    diffVersions(aDraftPlan({ addOns: [linkAt(here)] }), aDraftPlan({ addOns: links })).map(
      ({ code, pointer }) => `${code} ${pointer}`,
    );

  it('0-34 lists changed, added and removed prices of a link', () => {
    expect(changesTo(linkAt({ ...here, amount: '11.00' }))).toEqual(['link_price_changed /addOns/0/prices/0']);
    expect(changesTo(aLink('water', { prices: [{ rateCardKey: 'bottle', price: here }] }))).toEqual([
      'link_price_changed /addOns/0/prices/0',
    ]);
    expect(changesTo(linkAt(here, { ...here, key: 'eur', currency: 'EUR' }))).toEqual(['link_price_added /addOns/0/prices/1']);
    expect(changesTo(linkAt())).toEqual(['link_price_removed /addOns/0/prices/0']);
  });

  it('lists a changed rule of the link beside its prices', () => {
    expect(changesTo({ ...linkAt({ ...here, amount: '11.00' }), maxInstances: 2 })).toEqual([
      'link_changed /addOns/0',
      'link_price_changed /addOns/0/prices/0',
    ]);
  });

  it('ignores a different id', () => {
    expect(changesTo(linkAt(stated))).toEqual([]);
  });
});
