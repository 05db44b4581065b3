import type { FeatureEdit, FeatureInput, FeatureView } from '../../contracts/wire/catalogue/feature.ts';
import type { Feature, NewFeature } from '../../domain/catalogue/model/feature.ts';
import type { FeatureChange } from '../../domain/catalogue/versions/change-feature.ts';
import { fromApiKey } from './key.convert.ts';
import { statedFields } from './stated-fields.ts';

export const fromApiFeature = (input: FeatureInput): NewFeature => ({
  key: fromApiKey(input),
  name: input.name,
  kind: input.kind,
  unit: input.unit ?? null,
  meter: input.meter === undefined ? null : { ...input.meter, valueField: input.meter.valueField ?? null },
});

/** The change of a feature: only the fields that the edit has. */
export const fromApiFeatureEdit = ({ meter, ...edit }: FeatureEdit): FeatureChange => ({
  ...statedFields(edit),
  ...(meter === undefined ? {} : { meter: meter && { ...meter, valueField: meter.valueField ?? null } }),
});

export const toApiFeature = ({ id, revision, key, name, kind, unit, meter }: Feature): FeatureView => ({
  id,
  revision,
  key,
  name,
  kind,
  unit,
  meter,
});
