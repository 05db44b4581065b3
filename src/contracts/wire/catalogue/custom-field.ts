import { z } from 'zod';
import { offeringKinds } from '../../../domain/catalogue/model/offering.ts';
import { listOf, pageQuery } from '../shared/list.ts';
import { key, name, newKey } from '../shared/scalars.ts';

const entity = z.enum(offeringKinds);
const type = z.enum(['text', 'number', 'boolean', 'date', 'choice']);
const choices = z
  .array(name)
  .min(1)
  .max(200)
  .refine((values) => new Set(values).size === values.length, 'must not name a choice twice');

export const customFieldInput = z
  .strictObject({
    entity,
    key: newKey,
    name,
    type,
    choices: choices.exactOptional(),
    required: z
      .boolean()
      .default(false)
      .describe('Whether every offering of this kind that is created or changed from now on needs it.'),
  })
  .superRefine((value, context) => {
    if ((value.type === 'choice') === (value.choices !== undefined)) return;
    const message = value.type === 'choice' ? 'is required for a choice' : 'is for a choice only: leave it out';
    context.addIssue({ code: 'custom', path: ['choices'], message });
  })
  .meta({ id: 'CustomFieldInput' });
export type CustomFieldInput = z.output<typeof customFieldInput>;

export const customFieldView = z
  .object({
    id: z.string(),
    revision: z.int(),
    entity,
    key,
    name: z.string(),
    type,
    choices: z.array(z.string()).nullable(),
    required: z.boolean(),
  })
  .meta({
    id: 'CustomField',
    description: 'A field that you define for one kind of offering. The format of a date is 2026-01-31.',
  });
export type CustomFieldView = z.output<typeof customFieldView>;

export const customFieldList = listOf(customFieldView, 'CustomFieldList');

export const customFieldQuery = pageQuery.extend({
  entity: entity.exactOptional().describe('Only the fields of this kind of offering.'),
});
