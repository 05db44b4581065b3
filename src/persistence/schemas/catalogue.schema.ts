import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { UnitNames } from '../../domain/catalogue/model/offering.ts';
import type { TenantId } from '../../domain/ids.ts';

export const FeatureSchema = defineEntity({
  name: 'FeatureRow',
  tableName: 'feature',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
    id: p.text().primary(),
    key: p.text(),
    name: p.text(),
    kind: p.text().$type<Feature['kind']>(),
    unit: p.json<UnitNames>().strictNullable(),
    meter: p.json<NonNullable<Feature['meter']>>().strictNullable(),
    revision: p.integer(),
    position: p.bigint('number').autoincrement(),
  },
});
export type FeatureRow = InferEntity<typeof FeatureSchema>;

export const ProductSchema = defineEntity({
  name: 'ProductRow',
  tableName: 'product',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
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
    tenantId: p.text().$type<TenantId>().primary(),
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
