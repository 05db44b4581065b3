import type { Scope } from '../../application/ports/tenants.ts';
import type { TenantId } from '../../domain/ids.ts';
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { InstantType } from './instant-type.ts';

export const ApiKeySchema = defineEntity({
  name: 'ApiKeyRow',
  tableName: 'api_key',
  properties: {
    tenantId: p.text().$type<TenantId>().primary(),
    id: p.text().primary(),
    name: p.text(),
    scopes: p.array<Scope>(),
    origin: p.text().$type<'made' | 'setting'>(),
    status: p.text().$type<'active' | 'replaced' | 'revoked'>(),
    createdAt: p.type(InstantType),
    expiresAt: p.type(InstantType).strictNullable(),
    lastUsedAt: p.type(InstantType).strictNullable(),
    revokedAt: p.type(InstantType).strictNullable(),
    position: p.bigint('number').autoincrement(),
  },
});
export type ApiKeyRow = InferEntity<typeof ApiKeySchema>;
