import { z } from 'zod';
import { findRepeated } from '../../../domain/catalogue/model/find-repeated.ts';
import { unit } from './feature.ts';
import { listOf } from '../shared/list.ts';
import { policySettings } from '../shared/policies.ts';
import { linkPriceInput, linkPriceView, priceEdit } from './price.ts';
import { rateCardInput, rateCardView } from './rate-card.ts';
import { key, name, newKey, text } from '../shared/scalars.ts';
import { duplicateKeySentence } from '../../../domain/refusals/words.ts';

const visibility = z.enum(['customer', 'admin']);

export const linkInput = z
  .strictObject({
    addOnKey: key,
    requirement: z.enum(['mandatory', 'optional']).default('optional'),
    visibility: visibility.default('customer'),
    maxInstances: z.int().min(1).max(1_000_000).exactOptional(),
    fromPhase: key.exactOptional().describe('The earliest phase of the plan in which it may be attached.'),
    policies: policySettings.exactOptional(),
    prices: z
      .array(linkPriceInput)
      .max(200)
      .exactOptional()
      .describe('Prices of the add-on with this plan or single purchase only.'),
  })
  .meta({ id: 'PlanAddOnInput', description: 'The rule under which an add-on can be attached to a plan or single purchase.' });
export type LinkInput = z.output<typeof linkInput>;

const imageUrl = z
  .string()
  .max(2000)
  .regex(/^(?:https:\/\/\S+|\/v1\/images\/\S+)$/, 'must be an https URL or the URL of an uploaded image')
  .describe('Shown where the offering is sold: an https URL, or the URL of an uploaded image.');
const customField = z.union([z.string().max(2000), z.number(), z.boolean()]);
const customFields = z
  .record(key, customField)
  .describe('Values of the custom fields that are defined for this kind of offering.');
const names = z.array(key).min(1).max(200);
const restrictions = z
  .strictObject({ plans: names.exactOptional(), roles: names.exactOptional(), accountTypes: names.exactOptional() })
  .describe('Who may buy it; a list that is left out does not restrict.');
const rateCards = z.array(rateCardInput).max(100);
const phaseInput = z
  .strictObject({
    key,
    durationInCycles: z.int().min(1).max(1200).nullable().default(null).describe('Null in the last phase, which has no end.'),
    rateCards: rateCards.exactOptional().describe('The rate cards of this phase, in addition to those of the plan.'),
  })
  .meta({ id: 'PlanPhaseInput', description: 'A phase of a plan, counted in billing cycles.' });
export type PhaseInput = z.output<typeof phaseInput>;
const phases = z
  .array(phaseInput)
  .max(20)
  .superRefine((stated, context) => {
    for (const { index, value } of findRepeated(stated, (phase) => phase.key)) {
      const message = duplicateKeySentence('phases', value);
      context.addIssue({ code: 'custom', path: [index, 'key'], message, params: { code: 'duplicate_key' } });
    }
  })
  .describe('The phases of a plan, in order.');

/** Texts and images of an offering. */
const texts = {
  name,
  displayName: name.exactOptional(),
  description: text.exactOptional(),
  imageUrl: imageUrl.exactOptional(),
  unit: unit.exactOptional().describe('The name of one unit, and of several.'),
  customFields: customFields.exactOptional(),
};
/** The fields of a version that all kinds of offerings share. */
export const versionFields = { ...texts, policies: policySettings.exactOptional(), rateCards };
export const linksField = { addOns: z.array(linkInput).max(200).exactOptional() };
export const planFields = {
  trialDays: z.int().min(0).max(3650).exactOptional(),
  phases: phases.exactOptional(),
  ...linksField,
};
export const addOnFields = { instance: z.enum(['single', 'multiple']), visibility, restrictions: restrictions.exactOptional() };
const own = { productKey: key, key: newKey };

export const planInput = z
  .strictObject({ ...own, ...versionFields, ...planFields })
  .meta({ id: 'PlanInput', description: 'A plan with its first version, a draft.' });
export type PlanInput = z.output<typeof planInput>;

export const singlePurchaseInput = z
  .strictObject({ ...own, ...versionFields, ...linksField })
  .meta({ id: 'SinglePurchaseInput', description: 'A single purchase with its first version, a draft.' });
export type SinglePurchaseInput = z.output<typeof singlePurchaseInput>;

export const addOnInput = z
  .strictObject({
    ...own,
    ...versionFields,
    ...addOnFields,
    instance: addOnFields.instance.default('single'),
    visibility: addOnFields.visibility.default('customer'),
  })
  .meta({ id: 'AddOnInput', description: 'An add-on with its first version, a draft.' });
export type AddOnInput = z.output<typeof addOnInput>;

const different =
  'The fields to change in the next version: each replaces the whole field, the others are copied from the last version.';

export const planChanges = z
  .strictObject({ ...versionFields, ...planFields })
  .partial()
  .default({})
  .meta({ id: 'PlanChanges', description: different });
export type PlanChanges = z.output<typeof planChanges>;

export const singlePurchaseChanges = z
  .strictObject({ ...versionFields, ...linksField })
  .partial()
  .default({})
  .meta({ id: 'SinglePurchaseChanges', description: different });
export type SinglePurchaseChanges = z.output<typeof singlePurchaseChanges>;

export const addOnChanges = z
  .strictObject({ ...versionFields, ...addOnFields })
  .partial()
  .default({})
  .meta({ id: 'AddOnChanges', description: different });
export type AddOnChanges = z.output<typeof addOnChanges>;

/** The fields that can be edited in place (semantics row 20); null clears a text. All others need a new version. */
const editFields = {
  name,
  displayName: name.nullable(),
  description: text.nullable(),
  imageUrl: imageUrl.nullable(),
  unit: unit.nullable(),
  customFields: z
    .record(key, customField.nullable())
    .describe('Values by the key of the custom field; a value that is left out stays as it is, null clears it.'),
  rateCards: z.record(key, z.strictObject({ name: name.nullable() })).describe('Edits by the key of the rate card.'),
  prices: z.record(key, priceEdit).describe('Edits by the key of the price.'),
};
const edited = 'The fields to change at once, for all subscriptions. Money, access and cadence need a new version.';

export const offeringEdit = z.strictObject(editFields).partial().meta({ id: 'OfferingEdit', description: edited });
export type OfferingEdit = z.output<typeof offeringEdit>;
export const addOnEdit = z
  .strictObject({ ...editFields, visibility })
  .partial()
  .meta({ id: 'AddOnEdit', description: edited });
export type AddOnEdit = z.output<typeof addOnEdit>;

const linkView = z
  .object({
    addOnKey: z.string(),
    requirement: z.enum(['mandatory', 'optional']),
    visibility,
    maxInstances: z.int().nullable(),
    fromPhase: z.string().nullable(),
    policies: policySettings,
    prices: z.array(linkPriceView),
  })
  .meta({ id: 'PlanAddOn' });

const versionView = {
  productKey: z.string(),
  key: z.string(),
  version: z.int(),
  status: z.enum(['draft', 'launched', 'superseded']),
  name: z.string(),
  displayName: z.string().nullable(),
  description: z.string().nullable(),
  imageUrl: z.string().nullable(),
  unit: unit.nullable(),
  customFields,
  policies: policySettings,
  rateCards: z.array(rateCardView),
};
const phaseView = z
  .object({
    key: z.string(),
    durationInCycles: z.int().nullable(),
    rateCards: z.array(rateCardView).describe('The rate cards of this phase, in addition to those of the plan.'),
  })
  .meta({ id: 'PlanPhase' });
const planVersionView = { ...versionView, trialDays: z.int(), phases: z.array(phaseView), addOns: z.array(linkView) };
const singlePurchaseVersionView = { ...versionView, addOns: z.array(linkView) };
const restrictedTo = z.array(z.string()).nullable();
const addOnVersionView = {
  ...versionView,
  ...addOnFields,
  restrictions: z.object({ plans: restrictedTo, roles: restrictedTo, accountTypes: restrictedTo }),
};
const head = {
  id: z.string(),
  revision: z.int(),
  archived: z.boolean(),
  launchedVersion: z.int().nullable().describe('The version on sale; the other fields are those of the newest version.'),
};

export const planView = z.object({ ...head, ...planVersionView }).meta({ id: 'Plan' });
export const planVersion = z.object({ id: z.string(), ...planVersionView }).meta({ id: 'PlanVersion' });
export const planList = listOf(planView, 'PlanList');
export const planVersionList = listOf(planVersion, 'PlanVersionList');

export const singlePurchaseView = z.object({ ...head, ...singlePurchaseVersionView }).meta({ id: 'SinglePurchase' });
export const singlePurchaseVersion = z
  .object({ id: z.string(), ...singlePurchaseVersionView })
  .meta({ id: 'SinglePurchaseVersion' });
export const singlePurchaseList = listOf(singlePurchaseView, 'SinglePurchaseList');
export const singlePurchaseVersionList = listOf(singlePurchaseVersion, 'SinglePurchaseVersionList');

export const addOnView = z.object({ ...head, ...addOnVersionView }).meta({ id: 'AddOn' });
export const addOnVersion = z.object({ id: z.string(), ...addOnVersionView }).meta({ id: 'AddOnVersion' });
export const addOnList = listOf(addOnView, 'AddOnList');
export const addOnVersionList = listOf(addOnVersion, 'AddOnVersionList');

/** What is on sale but cannot be bought. */
export const saleWarnings = z.array(z.object({ code: z.string(), detail: z.string(), linkedBy: z.array(z.string()) }));

/**
 * The answer to an edit in place or a launch: the offering, with warnings about what can no longer be bought after an edit, or not
 * yet after a launch.
 */
export const planEdited = planView.extend({ warnings: saleWarnings }).meta({ id: 'EditedPlan' });
export const singlePurchaseEdited = singlePurchaseView.extend({ warnings: saleWarnings }).meta({ id: 'EditedSinglePurchase' });
export const addOnEdited = addOnView.extend({ warnings: saleWarnings }).meta({ id: 'EditedAddOn' });

export const archiveAnswer = z
  .object({
    archived: z.boolean(),
    warnings: saleWarnings,
  })
  .meta({
    id: 'ArchiveAnswer',
    description: 'Whether the offering is archived, and the links through which it can still be bought.',
  });

/** One difference between two versions; `affects` is `inPlace` if it applies to existing subscriptions too. */
export const versionChange = z.object({
  code: z.string(),
  pointer: z.string(),
  from: z.unknown(),
  to: z.unknown(),
  affects: z.enum(['newSubscriptions', 'inPlace']),
});

export const versionDiff = z
  .object({
    from: z.int(),
    to: z.int(),
    changes: z.array(versionChange),
  })
  .meta({ id: 'VersionDiff', description: 'The differences between two versions, and which subscriptions each affects.' });
