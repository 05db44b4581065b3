import { draftAddOn, draftPlan, nextDraft } from '../../../src/domain/catalogue/draft.ts';
import { aPlan, anAddOn, aPrice, aRateCard } from './an-offering.ts';

const contents = { name: 'Basic', displayName: null, description: null, policies: {}, rateCards: [aRateCard()] };

describe('draftPlan', () => {
  it('0-9 makes version 1, a draft without add-ons', () => {
    const draft = draftPlan({ id: 'ver_1', productKey: 'club', key: 'basic' }, { ...contents, trialDays: 14 });
    expect(draft).toMatchObject({ kind: 'plan', version: 1, status: 'draft', trialDays: 14, addOns: [] });
  });
});

describe('draftAddOn', () => {
  it('0-9 makes version 1, a draft', () => {
    const draft = draftAddOn(
      { id: 'ver_1', productKey: 'club', key: 'water' },
      { ...contents, instance: 'single', visibility: 'admin' },
    );
    expect(draft).toMatchObject({ kind: 'addOn', version: 1, status: 'draft', instance: 'single', visibility: 'admin' });
  });
});

describe('nextDraft', () => {
  it('0-34 carries over what is not changed, prices with their ids', () => {
    const launched = aPlan({ status: 'launched', trialDays: 14 });
    const draft = nextDraft(launched, { id: 'ver_2', changes: { name: 'Basic 2' } });
    expect(draft).toEqual({ ok: true, value: { ...launched, id: 'ver_2', version: 2, status: 'draft', name: 'Basic 2' } });
  });

  it('1-2 takes new rate cards in place of the old ones', () => {
    const rateCards = [aRateCard({ prices: [aPrice({ id: 'pri_2', amount: '25.00' })] })];
    const draft = nextDraft(anAddOn({ version: 3 }), { id: 'ver_4', changes: { rateCards } });
    expect(draft).toMatchObject({ ok: true, value: { version: 4, rateCards } });
  });

  it('refuses draft_exists while the newest version is a draft', () => {
    expect(nextDraft(aPlan(), { id: 'ver_2', changes: {} })).toMatchObject({ ok: false, error: { code: 'draft_exists' } });
  });
});
