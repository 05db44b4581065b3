import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { OfferingKind, VersionStatus } from '../../domain/catalogue/offering.ts';
import type { VersionContent } from '../mapping/version.mapping.ts';

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
