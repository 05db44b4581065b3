import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { AddOnVersion, OfferingKind, PlanVersion, VersionStatus } from '../../domain/catalogue/offering.ts';

type Content<V> = Omit<V, 'id' | 'kind' | 'key' | 'productKey' | 'version' | 'status'>;
/** What a version sells, without what its row and its offering already say. Final once the version is launched. */
export type VersionContent = Content<PlanVersion> | Content<AddOnVersion>;

export const OfferingSchema = defineEntity({
  name: 'OfferingRow',
  tableName: 'offering',
  properties: {
    tenantId: p.text().primary(),
    id: p.text().primary(),
    kind: p.text().$type<OfferingKind>(),
    key: p.text(),
    productKey: p.text(),
    revision: p.integer(),
    position: p.bigint('number').autoincrement(),
  },
});
export type OfferingRow = InferEntity<typeof OfferingSchema>;

export const OfferingVersionSchema = defineEntity({
  name: 'OfferingVersionRow',
  tableName: 'offering_version',
  properties: {
    tenantId: p.text().primary(),
    id: p.text().primary(),
    offeringId: p.text(),
    version: p.integer(),
    status: p.text().$type<VersionStatus>(),
    content: p.json<VersionContent>(),
  },
});
export type OfferingVersionRow = InferEntity<typeof OfferingVersionSchema>;
