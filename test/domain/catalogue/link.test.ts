import { linkAddOn, unlinkAddOn } from '../../../src/domain/catalogue/link.ts';
import type { PlanAddOn } from '../../../src/domain/catalogue/offering.ts';
import { aPlan, anAddOn } from './an-offering.ts';

const link: PlanAddOn = {
  addOnKey: 'water',
  requirement: 'optional',
  visibility: 'customer',
  maxInstances: null,
  policies: {},
};

describe('linkAddOn', () => {
  it('1-10 adds the link to a draft', () => {
    expect(linkAddOn(aPlan(), link, anAddOn())).toEqual({ ok: true, value: aPlan({ addOns: [link] }) });
  });

  it('0-27 refuses an add-on that is not launched', () => {
    expect(linkAddOn(aPlan(), link, null)).toMatchObject({ ok: false, error: { code: 'add_on_not_launched' } });
  });

  it('1-12 refuses when the plan has no draft', () => {
    const result = linkAddOn(aPlan({ status: 'launched' }), link, anAddOn());
    expect(result).toMatchObject({ ok: false, error: { code: 'plan_version_locked' } });
  });

  it('refuses a second link to one add-on', () => {
    const result = linkAddOn(aPlan({ addOns: [link] }), { ...link, requirement: 'mandatory' }, anAddOn());
    expect(result).toMatchObject({ ok: false, error: { code: 'link_already_exists' } });
  });
});

describe('unlinkAddOn', () => {
  it('0-29 takes the link off a draft', () => {
    expect(unlinkAddOn(aPlan({ addOns: [link] }), 'water')).toEqual({ ok: true, value: aPlan() });
  });

  it('refuses an add-on that is not linked', () => {
    expect(unlinkAddOn(aPlan(), 'water')).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('1-11 refuses when the plan has no draft', () => {
    const result = unlinkAddOn(aPlan({ status: 'launched', addOns: [link] }), 'water');
    expect(result).toMatchObject({ ok: false, error: { code: 'plan_version_locked' } });
  });
});
