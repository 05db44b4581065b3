import {
  checkDiscard,
  draftAddOn,
  draftPlan,
  draftSinglePurchase,
  nextDraft,
  replaceDraft,
} from '../../../src/domain/catalogue/versions/draft.ts';
import { unrestricted } from '../../../src/domain/catalogue/model/offering.ts';
import { defaultPresentation, type PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import { toVersionId } from '../../../src/domain/ids.ts';
import { aBaseCard, aDraftPlan, aFlatPrice, aPerUnitPrice, waterAddOn } from '../../support/builders/drafts.ts';

const contents = {
  name: 'Basic',
  displayName: null,
  description: null,
  imageUrl: 'https://example.com/basic.png',
  unit: { singular: 'user', plural: 'users' },
  customFields: { tier: 1 },
  policies: {},
  rateCards: [aBaseCard()],
};

describe('draftPlan', () => {
  it('0-9 creates version 1 as a draft without add-ons', () => {
    const draft = draftPlan(
      { id: toVersionId('ver_1'), productKey: 'club', key: 'basic' },
      { ...contents, trialDays: 14, phases: [] },
    );
    expect(draft).toMatchObject({ ...contents, kind: 'plan', version: 1, status: 'draft', trialDays: 14, addOns: [] });
  });
});

describe('draftAddOn', () => {
  it('0-9 creates version 1 as a draft', () => {
    const own = { instance: 'single', visibility: 'admin', restrictions: unrestricted } as const;
    const draft = draftAddOn({ id: toVersionId('ver_1'), productKey: 'club', key: 'water' }, { ...contents, ...own });
    expect(draft).toMatchObject({ ...contents, ...own, kind: 'addOn', version: 1, status: 'draft' });
  });
});

describe('draftSinglePurchase', () => {
  it('0-4 creates version 1 as a draft without add-ons', () => {
    const draft = draftSinglePurchase({ id: toVersionId('ver_1'), productKey: 'club', key: 'day-pass' }, contents);
    expect(draft).toMatchObject({ ...contents, kind: 'singlePurchase', version: 1, status: 'draft', addOns: [] });
  });
});

describe('nextDraft', () => {
  const priced = (price: PricePoint) => [aBaseCard({ prices: [price] })];
  const redraft = (before: PricePoint, after: PricePoint) =>
    nextDraft(waterAddOn({ rateCards: priced(before) }), {
      id: toVersionId('ver_2'),
      changes: { rateCards: priced(after) },
      former: [],
    });
  /** A price that the newest version does not have returns. */
  const bringBack = (former: PricePoint, after: PricePoint) =>
    nextDraft(waterAddOn({ rateCards: priced(aFlatPrice({ id: 'pri_1', key: 'other' })) }), {
      id: toVersionId('ver_3'),
      changes: { rateCards: priced(after) },
      former: [{ price: former, linkedCardKey: null }],
    });

  it('0-34 keeps unchanged content, prices with their ids', () => {
    const launched = aDraftPlan({ status: 'launched', trialDays: 14 });
    const draft = nextDraft(launched, { id: toVersionId('ver_2'), changes: { name: 'Basic 2' }, former: [] });
    expect(draft).toEqual({ ok: true, value: { ...launched, id: 'ver_2', version: 2, status: 'draft', name: 'Basic 2' } });
  });

  it('1-2 gives a new id to a price with another amount', () => {
    const after = aFlatPrice({ id: 'pri_2', amount: '25.00' });
    expect(redraft(aFlatPrice(), after)).toMatchObject({ ok: true, value: { rateCards: priced(after) } });
  });

  it('3-17 keeps the id of a price with another presentation', () => {
    const presentation = { ...defaultPresentation, externalName: 'Water' };
    const draft = redraft(aFlatPrice(), aFlatPrice({ id: 'pri_2', presentation }));
    expect(draft).toMatchObject({ ok: true, value: { rateCards: priced(aFlatPrice({ presentation })) } });
  });

  it.each<[string, PricePoint, PricePoint, string, readonly string[]]>([
    [
      '2-12 3-39 another pricing model under a key',
      aFlatPrice(),
      aPerUnitPrice(),
      'pricing_model_immutable',
      ['pricing_model_immutable /rateCards/0/prices/0/model'],
    ],
    [
      '3-41 other billing cycles under a key',
      aFlatPrice({ cycles: 3 }),
      aFlatPrice(),
      'cycles_immutable',
      ['cycles_immutable /rateCards/0/prices/0/cycles'],
    ],
    [
      '3-39 3-41 both, with all issues',
      aFlatPrice(),
      aPerUnitPrice({ cycles: 3 }),
      'pricing_model_immutable',
      ['pricing_model_immutable /rateCards/0/prices/0/model', 'cycles_immutable /rateCards/0/prices/0/cycles'],
    ],
  ])('refuses %s', (_rule, before, after, code, issues) => {
    const draft = redraft(before, after);
    expect(draft).toMatchObject({ ok: false, error: { code } });
    const found = draft.ok ? [] : (draft.error.issues ?? []);
    expect(found.map((issue) => `${issue.code} ${issue.pointer}`)).toEqual(issues);
  });

  it('2-12, 3-39 refuses another pricing model under a key that a version in between dropped', () => {
    const draft = bringBack(aFlatPrice({ id: 'pri_0' }), aPerUnitPrice({ id: 'pri_9' }));
    expect(draft).toMatchObject({
      ok: false,
      error: { code: 'pricing_model_immutable', issues: [{ pointer: '/rateCards/0/prices/0/model' }] },
    });
  });

  it('3-41 refuses other billing cycles under a key that a version in between dropped', () => {
    const draft = bringBack(aFlatPrice({ id: 'pri_0', cycles: 3 }), aFlatPrice({ id: 'pri_9' }));
    expect(draft).toMatchObject({ ok: false, error: { code: 'cycles_immutable' } });
  });

  it('3-17 restores the id of a returning price with the same terms, and not with other terms', () => {
    const same = bringBack(aFlatPrice({ id: 'pri_0' }), aFlatPrice({ id: 'pri_9' }));
    expect(same).toMatchObject({ ok: true, value: { rateCards: priced(aFlatPrice({ id: 'pri_0' })) } });
    const dearer = aFlatPrice({ id: 'pri_9', amount: '25.00' });
    expect(bringBack(aFlatPrice({ id: 'pri_0' }), dearer)).toMatchObject({ ok: true, value: { rateCards: priced(dearer) } });
  });

  it('2-12 allows another pricing model under another key', () => {
    expect(redraft(aFlatPrice(), aPerUnitPrice({ key: 'per-unit' }))).toMatchObject({ ok: true });
  });

  it('refuses draft_exists while the newest version is a draft', () => {
    expect(nextDraft(aDraftPlan(), { id: toVersionId('ver_2'), changes: {}, former: [] })).toMatchObject({
      ok: false,
      error: { code: 'draft_exists' },
    });
  });
});

describe('replaceDraft', () => {
  const priced = (price: PricePoint) => [aBaseCard({ prices: [price] })];
  const onSale = aFlatPrice({ id: 'pri_sale', amount: '9.00' });
  const launched = waterAddOn({ id: 'ver_1', rateCards: priced(onSale) });
  const drafted = aFlatPrice({ id: 'pri_draft', amount: '99.00' });
  const draft = waterAddOn({ id: 'ver_2', version: 2, status: 'draft', rateCards: priced(drafted) });
  const replace = (price: PricePoint, offering: Parameters<typeof replaceDraft>[0] = { latest: draft, launched }) =>
    replaceDraft(offering, {
      id: toVersionId('ver_new'),
      contents: { rateCards: priced(price), description: 'New' },
      former: [],
    });

  it('replaces the existing draft, or creates the next version', () => {
    const price = aFlatPrice({ id: 'pri_new', amount: '7.00' });
    const written = { rateCards: priced(price), description: 'New', version: 2, status: 'draft' };
    expect(replace(price)).toMatchObject({ ok: true, value: { ...written, id: 'ver_2' } });
    expect(replace(price, { latest: launched, launched })).toMatchObject({ ok: true, value: { ...written, id: 'ver_new' } });
  });

  it('3-17 reuses the id of a launched or draft price with the same terms', () => {
    const restated = (amount: string) => aFlatPrice({ id: 'pri_new', amount });
    expect(replace(restated('9.00'))).toMatchObject({ ok: true, value: { rateCards: priced(onSale) } });
    expect(replace(restated('99.00'))).toMatchObject({ ok: true, value: { rateCards: priced(drafted) } });
  });

  it('2-12, 3-39, 3-41 refuses another model than in the draft, and other cycles than in the launched version', () => {
    expect(replace(aPerUnitPrice())).toMatchObject({ ok: false, error: { code: 'pricing_model_immutable' } });
    const limited = aFlatPrice({ id: 'pri_draft', cycles: 3 });
    const latest = { ...draft, rateCards: priced(limited) };
    expect(replace(limited, { latest, launched })).toMatchObject({ ok: false, error: { code: 'cycles_immutable' } });
    expect(replace(limited, { latest, launched: null })).toMatchObject({ ok: true });
  });
});

describe('checkDiscard', () => {
  const launched = waterAddOn();
  const draft = waterAddOn({ version: 2, status: 'draft' });

  it('returns the launched version, which is the newest again', () => {
    expect(checkDiscard({ latest: draft, launched })).toEqual({ ok: true, value: launched });
  });

  it('refuses without a draft, and without a launched version', () => {
    expect(checkDiscard({ latest: launched, launched })).toMatchObject({ ok: false, error: { code: 'no_draft' } });
    expect(checkDiscard({ latest: draft, launched: null })).toMatchObject({ ok: false, error: { code: 'draft_is_first' } });
  });
});
