import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { TenantId } from '../../domain/ids.ts';
import type { CustomFieldType } from '../../domain/catalogue/model/custom-fields.ts';
import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';

export const CustomFieldSchema = defineEntity({
  name: 'CustomFieldRow',
  tableName: 'custom_field',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
    id: p.text().primary(),
    entity: p.text().$type<OfferingKind>(),
    key: p.text(),
    name: p.text(),
    type: p.text().$type<CustomFieldType>(),
    choices: p.json<readonly string[]>().strictNullable(),
    required: p.boolean(),
    revision: p.integer(),
    position: p.bigint('number').autoincrement(),
  },
});
export type CustomFieldRow = InferEntity<typeof CustomFieldSchema>;
