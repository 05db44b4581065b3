import { z } from 'zod';
import { listOf } from '../shared/list.ts';
import { key, name, newKey } from '../shared/scalars.ts';

export const unit = z.strictObject({ singular: name, plural: name });
const aggregation = z.enum(['sum', 'count', 'max', 'unique', 'latest']);
const meter = z
  .strictObject({ aggregation, eventType: name, valueField: name.exactOptional() })
  .superRefine((value, context) => {
    if (value.aggregation !== 'count' && value.valueField === undefined)
      context.addIssue({
        code: 'custom',
        path: ['valueField'],
        message: `is required for a meter with the aggregation "${value.aggregation}": name the field to read`,
      });
  });

const kind = z.enum(['boolean', 'metered', 'static']);

const featureFields = z
  .strictObject({
    key: newKey,
    name,
    kind,
    unit: unit.exactOptional(),
    meter: meter.exactOptional(),
  })
  .superRefine((value, context) => {
    if (value.meter !== undefined && value.kind !== 'metered')
      context.addIssue({ code: 'custom', path: ['meter'], message: 'is for metered features only: leave it out' });
  });

export const featureInput = featureFields.meta({ id: 'FeatureInput' });
export const inlineFeature = featureFields.meta({ id: 'InlineFeatureInput' });
export type FeatureInput = z.output<typeof featureInput>;

export const featureEdit = z.strictObject({ name, unit: unit.nullable(), kind, meter: meter.nullable() }).partial().meta({
  id: 'FeatureEdit',
  description:
    'The fields to change; a field that is left out stays as it is, null clears it. Kind and meter cannot change once an offering with the feature was launched.',
});
export type FeatureEdit = z.output<typeof featureEdit>;

export const featureView = z
  .object({
    id: z.string(),
    revision: z.int(),
    key,
    name: z.string(),
    kind,
    unit: z.object({ singular: z.string(), plural: z.string() }).nullable(),
    meter: z.object({ aggregation: z.string(), eventType: z.string(), valueField: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Feature', description: 'What an entitlement gives access to: on or off, a value, or a metered quantity.' });
export type FeatureView = z.output<typeof featureView>;

export const featureList = listOf(featureView, 'FeatureList');
