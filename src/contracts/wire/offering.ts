import { z } from 'zod';
import { listOf } from './list.ts';
import { policySettings } from './policies.ts';
import { rateCardInput, rateCardView } from './rate-card.ts';
import { key, name, newKey, text } from './scalars.ts';

const visibility = z.enum(['customer', 'admin']);

export const linkInput = z
  .strictObject({
    addOnKey: key,
    requirement: z.enum(['mandatory', 'optional']).default('optional'),
    visibility: visibility.default('customer'),
    maxInstances: z.int().min(1).max(1_000_000).exactOptional(),
    policies: policySettings.exactOptional(),
  })
  .meta({ id: 'PlanAddOnInput', description: 'The rule under which a plan takes an add-on.' });
export type LinkInput = z.output<typeof linkInput>;

/** What a version says, for plans and add-ons alike. */
const versionFields = {
  name,
  displayName: name.exactOptional(),
  description: text.exactOptional(),
  policies: policySettings.exactOptional(),
  rateCards: z.array(rateCardInput).max(100),
};
const planFields = {
  trialDays: z.int().min(0).max(3650).exactOptional(),
  addOns: z.array(linkInput).max(200).exactOptional(),
};
const addOnFields = {
  instance: z.enum(['single', 'multiple']),
  visibility,
};

export const planInput = z
  .strictObject({ productKey: key, key: newKey, ...versionFields, ...planFields })
  .meta({ id: 'PlanInput', description: 'A plan with its first version, a draft.' });
export type PlanInput = z.output<typeof planInput>;

export const addOnInput = z
  .strictObject({
    productKey: key,
    key: newKey,
    ...versionFields,
    instance: addOnFields.instance.default('single'),
    visibility: addOnFields.visibility.default('customer'),
  })
  .meta({ id: 'AddOnInput', description: 'An add-on with its first version, a draft.' });
export type AddOnInput = z.output<typeof addOnInput>;

export const planChanges = z
  .strictObject({ ...versionFields, ...planFields })
  .partial()
  .default({})
  .meta({ id: 'PlanChanges', description: 'What is different in the next version; the rest is as in the last one.' });
export type PlanChanges = z.output<typeof planChanges>;

export const addOnChanges = z
  .strictObject({ ...versionFields, ...addOnFields })
  .partial()
  .default({})
  .meta({ id: 'AddOnChanges', description: 'What is different in the next version; the rest is as in the last one.' });
export type AddOnChanges = z.output<typeof addOnChanges>;

const linkView = z
  .object({
    addOnKey: z.string(),
    requirement: z.enum(['mandatory', 'optional']),
    visibility,
    maxInstances: z.int().nullable(),
    policies: policySettings,
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
  policies: policySettings,
  rateCards: z.array(rateCardView),
};
const planVersionView = { ...versionView, trialDays: z.int(), addOns: z.array(linkView) };
const addOnVersionView = { ...versionView, ...addOnFields };
const head = {
  id: z.string(),
  revision: z.int(),
  launchedVersion: z
    .int()
    .nullable()
    .describe('The version that is on sale; the fields beside it are those of the newest one.'),
};

export const planView = z.object({ ...head, ...planVersionView }).meta({ id: 'Plan' });
export const planVersion = z.object({ id: z.string(), ...planVersionView }).meta({ id: 'PlanVersion' });
export const planList = listOf(planView, 'PlanList');

export const addOnView = z.object({ ...head, ...addOnVersionView }).meta({ id: 'AddOn' });
export const addOnVersion = z.object({ id: z.string(), ...addOnVersionView }).meta({ id: 'AddOnVersion' });
export const addOnList = listOf(addOnView, 'AddOnList');
