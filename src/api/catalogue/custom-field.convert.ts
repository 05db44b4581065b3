import type { CustomFieldInput, CustomFieldView } from '../../contracts/wire/catalogue/custom-field.ts';
import type { CustomField } from '../../domain/catalogue/model/custom-fields.ts';
import { newId } from '../../application/new-id.ts';

export const fromApiCustomField = (input: CustomFieldInput, key: string): CustomField => ({
  id: newId('fld'),
  entity: input.entity,
  key,
  name: input.name,
  type: input.type,
  choices: input.choices ?? null,
  required: input.required,
  revision: 1,
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
