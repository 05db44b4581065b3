import { z } from 'zod';
import { addOnFields, linksField, planFields, versionFields } from './offering.ts';
import { key, name } from '../shared/scalars.ts';

const whole =
  'All that the draft says. A name that is left out stays; anything else that is left out is as in a new offering: empty, or its default.';
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

// What a change brings is checked in the whole that it makes: only there is it known what a part of it means.
const part = z.unknown().optional();
const remove = z.literal(true).exactOptional().describe('True takes it away; the fields that name it stand beside.');

const priceChange = z.looseObject({ key: key.exactOptional(), remove }).meta({
  id: 'PriceChange',
  description:
    'Fields of one price, as in PriceInput: of the one with this key, or else with this currency and cadence (and rateCardKey, in a link), or of a new one. A price for sale goes before an archived one.',
});
const prices = z.array(priceChange).max(200).nullable().exactOptional();

const cardChange = z
  .looseObject({ key, remove, prices })
  .meta({ id: 'RateCardChange', description: 'Fields of the rate card with this key, or a new one, as in RateCardInput.' });
const rateCards = z.array(cardChange).max(100).nullable().exactOptional();

const phaseChange = z
  .looseObject({ key, remove, rateCards })
  .meta({ id: 'PlanPhaseChange', description: 'Fields of the phase with this key, or a new last one, as in PlanPhaseInput.' });
const linkChange = z
  .looseObject({ addOnKey: key, remove, prices })
  .meta({ id: 'PlanAddOnChange', description: 'Fields of the link to this add-on, or a new one, as in PlanAddOnInput.' });

const changed =
  'What is different in the draft; the rest stays. Objects merge, null takes a field away, and a list replaces the one that is there (RFC 7396) – but for phases, rate cards, prices and links: they merge one by one, by what names them, and what is new comes last. Another kind of entitlement replaces the whole entitlement.';
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
