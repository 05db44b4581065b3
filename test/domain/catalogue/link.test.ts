import { linkAddOn, unlinkAddOn } from '../../../src/domain/catalogue/versions/link.ts';
import { aLink, anAddOn, aPlan, aSinglePurchase } from './an-offering.ts';

const link = aLink();
const onSale = { link, addOn: { version: anAddOn(), archived: false }, lock: 'onPublish' } as const;
const unlink = { addOnKey: 'water', lock: 'onPublish' } as const;

describe('linkAddOn', () => {
  it('1-10 adds the link to a draft', () => {
    expect(linkAddOn(aPlan(), onSale)).toEqual({ ok: true, value: aPlan({ addOns: [link] }) });
  });

  it('0-2 adds the link to a single purchase', () => {
    expect(linkAddOn(aSinglePurchase(), onSale)).toEqual({ ok: true, value: aSinglePurchase({ addOns: [link] }) });
  });

  it('0-28 changes the links of a launched version where the lock is open', () => {
    const launched = aPlan({ status: 'launched' });
    expect(linkAddOn(launched, { ...onSale, lock: 'open' })).toEqual({ ok: true, value: { ...launched, addOns: [link] } });
  });

  it('0-27 refuses an add-on that is not launched', () => {
    expect(linkAddOn(aPlan(), { ...onSale, addOn: null })).toMatchObject({ ok: false, error: { code: 'add_on_not_launched' } });
  });

  it('0-36 refuses an add-on that is archived', () => {
    const result = linkAddOn(aPlan(), { ...onSale, addOn: { version: anAddOn(), archived: true } });
    expect(result).toMatchObject({ ok: false, error: { code: 'add_on_archived' } });
  });

  it('1-12 refuses when the base has no draft', () => {
    const result = linkAddOn(aPlan({ status: 'launched' }), onSale);
    expect(result).toMatchObject({ ok: false, error: { code: 'plan_version_locked' } });
  });

  it('refuses a second link to one add-on', () => {
    const result = linkAddOn(aPlan({ addOns: [link] }), { ...onSale, link: aLink({ requirement: 'mandatory' }) });
    expect(result).toMatchObject({ ok: false, error: { code: 'link_already_exists' } });
  });
});

describe('unlinkAddOn', () => {
  it('0-29 takes the link off a draft', () => {
    expect(unlinkAddOn(aPlan({ addOns: [link] }), unlink)).toEqual({ ok: true, value: aPlan() });
  });

  it('0-29 takes the link off a launched version where the lock is open', () => {
    const result = unlinkAddOn(aPlan({ status: 'launched', addOns: [link] }), { ...unlink, lock: 'open' });
    expect(result).toEqual({ ok: true, value: aPlan({ status: 'launched' }) });
  });

  it('refuses an add-on that is not linked', () => {
    expect(unlinkAddOn(aPlan(), unlink)).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('1-11 refuses when the base has no draft', () => {
    const result = unlinkAddOn(aPlan({ status: 'launched', addOns: [link] }), unlink);
    expect(result).toMatchObject({ ok: false, error: { code: 'plan_version_locked' } });
  });
});
