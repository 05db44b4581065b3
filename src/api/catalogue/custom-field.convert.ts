import type { CustomFieldInput, CustomFieldView } from '../../contracts/wire/catalogue/custom-field.ts';
import type { CustomField, NewCustomField } from '../../domain/catalogue/model/custom-fields.ts';
import { fromApiKey } from './key.convert.ts';

export const fromApiCustomField = (input: CustomFieldInput): NewCustomField => ({
  entity: input.entity,
  key: fromApiKey(input),
  name: input.name,
  type: input.type,
  choices: input.choices ?? null,
  required: input.required,
});

export const toApiCustomField = (field: CustomField): CustomFieldView => ({
  id: field.id,
  revision: field.revision,
  entity: field.entity,
  key: field.key,
  name: field.name,
  type: field.type,
  choices: field.choices === null ? null : [...field.choices],
  required: field.required,
});
