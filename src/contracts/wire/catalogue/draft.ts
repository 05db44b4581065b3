import { z } from 'zod';
import { addOnFields, linksField, planFields, versionFields } from './offering.ts';
import { key, name } from '../shared/scalars.ts';

const whole =
  'The whole content of the draft. A name that is left out stays as it is; any other field that is left out gets its default, or is empty.';
const contents = { ...versionFields, name: name.exactOptional() };

export const planDraft = z.strictObject({ ...contents, ...planFields }).meta({ id: 'PlanDraftInput', description: whole });

export const singlePurchaseDraft = z
  .strictObject({ ...contents, ...linksField })
  .meta({ id: 'SinglePurchaseDraftInput', description: whole });

export const addOnDraft = z
  .strictObject({
    ...contents,
    ...addOnFields,
    instance: addOnFields.instance.default('single'),
    visibility: addOnFields.visibility.default('customer'),
  })
  .meta({ id: 'AddOnDraftInput', description: whole });

// The draft that a change results in is parsed: a part alone does not show which schema applies to it.
const part = z.unknown().optional();
const remove = z.literal(true).exactOptional().describe('True removes the entry that the other fields identify.');

const priceChange = z.looseObject({ key: key.exactOptional(), remove }).meta({
  id: 'PriceChange',
  description:
    'Fields of one price, as in PriceInput: the price with this key, else the one with this currency and cadence (and rateCardKey, in a link), else a new one. Prices on sale take precedence over archived ones.',
});
const prices = z.array(priceChange).max(200).nullable().exactOptional();

const cardChange = z
  .looseObject({ key, remove, prices })
  .meta({ id: 'RateCardChange', description: 'Fields of the rate card with this key, or of a new one, as in RateCardInput.' });
const rateCards = z.array(cardChange).max(100).nullable().exactOptional();

const phaseChange = z.looseObject({ key, remove, rateCards }).meta({
  id: 'PlanPhaseChange',
  description: 'Fields of the phase with this key, or of a new last one, as in PlanPhaseInput.',
});
const linkChange = z
  .looseObject({ addOnKey: key, remove, prices })
  .meta({ id: 'PlanAddOnChange', description: 'Fields of the link to this add-on, or of a new one, as in PlanAddOnInput.' });

const changed =
  'The fields to change in the draft; the others stay as they are. Objects merge, null removes a field and a list replaces the whole list (RFC 7396), except that phases, rate cards, prices and links merge entry by entry, by their keys; new entries are appended. An entitlement of another kind replaces the whole entitlement.';
const anyOffering = {
  name: part,
  displayName: part,
  description: part,
  imageUrl: part,
  unit: part,
  customFields: part,
  policies: part,
  rateCards,
};
const addOns = z.array(linkChange).max(200).nullable().exactOptional();

export const planDraftChange = z
  .strictObject({ ...anyOffering, trialDays: part, phases: z.array(phaseChange).max(20).nullable().exactOptional(), addOns })
  .meta({ id: 'PlanDraftChange', description: changed });
export const singlePurchaseDraftChange = z
  .strictObject({ ...anyOffering, addOns })
  .meta({ id: 'SinglePurchaseDraftChange', description: changed });
export const addOnDraftChange = z
  .strictObject({ ...anyOffering, instance: part, visibility: part, restrictions: part })
  .meta({ id: 'AddOnDraftChange', description: changed });
