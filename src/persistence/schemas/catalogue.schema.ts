import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const FeatureSchema = defineEntity({
  name: 'FeatureRow',
  tableName: 'feature',
  properties: {
    tenantId: p.text().primary(),
    id: p.text().primary(),
    key: p.text(),
    name: p.text(),
    kind: p.text().$type<'boolean' | 'metered' | 'static'>(),
    unit: p.json<{ readonly singular: string; readonly plural: string }>().strictNullable(),
    meter: p
      .json<{ readonly aggregation: string; readonly eventType: string; readonly valueField: string | null }>()
      .strictNullable(),
    revision: p.integer(),
    position: p.bigint('number').autoincrement(),
  },
});
export type FeatureRow = InferEntity<typeof FeatureSchema>;

export const ProductSchema = defineEntity({
  name: 'ProductRow',
  tableName: 'product',
  properties: {
    tenantId: p.text().primary(),
    id: p.text().primary(),
    key: p.text(),
    name: p.text(),
    description: p.text().strictNullable(),
    revision: p.integer(),
    position: p.bigint('number').autoincrement(),
  },
});
export type ProductRow = InferEntity<typeof ProductSchema>;

export const CustomerSchema = defineEntity({
  name: 'CustomerRow',
  tableName: 'customer',
  properties: {
    tenantId: p.text().primary(),
    id: p.text().primary(),
    key: p.text().strictNullable(),
    name: p.text(),
    email: p.text().strictNullable(),
    currency: p.text().strictNullable(),
    timeZone: p.text(),
    accountType: p.text().strictNullable(),
    revision: p.integer(),
    position: p.bigint('number').autoincrement(),
  },
});
export type CustomerRow = InferEntity<typeof CustomerSchema>;
