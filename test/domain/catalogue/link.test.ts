import { linkAddOn, unlinkAddOn } from '../../../src/domain/catalogue/versions/link.ts';
import { aDraftDayPass, aDraftPlan, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';

const link = aLink('water');
const onSale = { link, addOn: { version: waterAddOn(), archived: false }, lock: 'onPublish' } as const;
const unlink = { addOnKey: 'water', lock: 'onPublish' } as const;

describe('linkAddOn', () => {
  it('1-10 adds the link to a draft', () => {
    expect(linkAddOn(aDraftPlan(), onSale)).toEqual({ ok: true, value: aDraftPlan({ addOns: [link] }) });
  });

  it('0-2 adds the link to a single purchase', () => {
    expect(linkAddOn(aDraftDayPass(), onSale)).toEqual({ ok: true, value: aDraftDayPass({ addOns: [link] }) });
  });

  it('0-28 changes the links of a launched version with an open lock', () => {
    const launched = aDraftPlan({ status: 'launched' });
    expect(linkAddOn(launched, { ...onSale, lock: 'open' })).toEqual({ ok: true, value: { ...launched, addOns: [link] } });
  });

  it('0-27 refuses an add-on that is not launched', () => {
    expect(linkAddOn(aDraftPlan(), { ...onSale, addOn: null })).toMatchObject({
      ok: false,
      error: { code: 'add_on_not_launched' },
    });
  });

  it('0-36 refuses an add-on that is archived', () => {
    const result = linkAddOn(aDraftPlan(), { ...onSale, addOn: { version: waterAddOn(), archived: true } });
    expect(result).toMatchObject({ ok: false, error: { code: 'add_on_archived' } });
  });

  it('1-12 refuses if the base has no draft', () => {
    const result = linkAddOn(aDraftPlan({ status: 'launched' }), onSale);
    expect(result).toMatchObject({ ok: false, error: { code: 'plan_version_locked' } });
  });

  it('refuses a second link to one add-on', () => {
    const result = linkAddOn(aDraftPlan({ addOns: [link] }), { ...onSale, link: aLink('water', { requirement: 'mandatory' }) });
    expect(result).toMatchObject({ ok: false, error: { code: 'link_already_exists' } });
  });
});

describe('unlinkAddOn', () => {
  it('0-29 removes the link from a draft', () => {
    expect(unlinkAddOn(aDraftPlan({ addOns: [link] }), unlink)).toEqual({ ok: true, value: aDraftPlan() });
  });

  it('0-29 removes the link from a launched version with an open lock', () => {
    const result = unlinkAddOn(aDraftPlan({ status: 'launched', addOns: [link] }), { ...unlink, lock: 'open' });
    expect(result).toEqual({ ok: true, value: aDraftPlan({ status: 'launched' }) });
  });

  it('refuses an add-on that is not linked', () => {
    expect(unlinkAddOn(aDraftPlan(), unlink)).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('1-11 refuses if the base has no draft', () => {
    const result = unlinkAddOn(aDraftPlan({ status: 'launched', addOns: [link] }), unlink);
    expect(result).toMatchObject({ ok: false, error: { code: 'plan_version_locked' } });
  });
});
