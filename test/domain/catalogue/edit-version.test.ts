import { editVersion, type OfferingEdit } from '../../../src/domain/catalogue/versions/edit-version.ts';
import { aBaseCard, aDraftPlan, aFlatPrice, waterAddOn } from '../../support/builders/drafts.ts';

const nothing: OfferingEdit = { texts: {}, rateCards: {}, prices: {} };
const monthly = aFlatPrice({ key: 'monthly' });
const plan = aDraftPlan({
  displayName: 'Basic plan',
  customFields: { tier: 1, region: 'north' },
  rateCards: [aBaseCard({ key: 'base', name: 'Base', prices: [monthly] })],
});

describe('editVersion', () => {
  it('keeps omitted fields, and clears a field that is null', () => {
    expect(editVersion(plan, nothing)).toEqual(plan);
    const edited = editVersion(plan, { ...nothing, texts: { displayName: null }, customFields: { tier: null } });
    expect(edited).toEqual({ ...plan, displayName: null, customFields: { region: 'north' } });
  });

  it('renames a rate card and changes the presentation of a price by key, and keeps terms and other presentation', () => {
    const presentation = { invoiceNotes: 'Paid monthly' };
    const edited = editVersion(plan, {
      ...nothing,
      rateCards: { base: { name: 'Fee' } },
      prices: { monthly: { presentation, archived: true, amount: '99.00' } },
    });
    const [card] = edited.rateCards;
    expect(card?.name).toBe('Fee');
    expect(card?.prices).toEqual([{ ...monthly, presentation: { ...monthly.presentation, ...presentation }, archived: true }]);
  });

  it('ignores unknown rate cards and prices, and inherited property names', () => {
    const unknown = { none: { name: 'None' }, constructor: { name: 'Built' } };
    expect(editVersion(plan, { ...nothing, rateCards: unknown, prices: { none: { presentation: {} } } })).toEqual(plan);
  });

  it('shows or hides an add-on', () => {
    expect(editVersion(waterAddOn(), { ...nothing, visibility: 'admin' })).toEqual({ ...waterAddOn(), visibility: 'admin' });
  });
});
