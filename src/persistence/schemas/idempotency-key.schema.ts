import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const IdempotencyKeySchema = defineEntity({
  name: 'IdempotencyKeyRow',
  tableName: 'idempotency_key',
  properties: {
    tenantId: p.text().primary(),
    key: p.text().primary(),
    requestHash: p.text(),
    status: p.integer().strictNullable(),
    body: p.json<unknown>().strictNullable(),
  },
});
export type IdempotencyKeyRow = InferEntity<typeof IdempotencyKeySchema>;
