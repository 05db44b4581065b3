import type { Page, PageRequest } from '../../application/ports/paging.ts';
import type { ApiKey, NewApiKey } from '../../application/ports/tenants.ts';
import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/time/instant.ts';
import type { Database, TenantEntityManager } from './database.ts';
import { pageOf } from './paging.ts';
import { ApiKeySchema, type ApiKeyRow } from '../schemas/api-key.schema.ts';

interface KeyTransaction {
  readonly em: Pick<TenantEntityManager, 'execute'>;
  readonly tenantId: string;
}

/** Keys of a tenant in the open transaction. */
export const apiKeyWrites = ({ em, tenantId }: KeyTransaction) => ({
  async insertApiKey({ id, name, scopes, createdAt, expiresAt, secret }: NewApiKey): Promise<void> {
    await em.execute(
      `insert into api_key (tenant_id, id, hash, name, scopes, created_at, expires_at)
       values (?, ?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)), ?, ?)`,
      [tenantId, id, hashSecret(secret), name, JSON.stringify(scopes), createdAt, expiresAt],
    );
  },

  /** From the commit on the key opens nothing. `notFound`: there is no such key, or it was revoked before. */
  async revokeApiKey(id: string, at: Instant): Promise<'revoked' | 'notFound'> {
    const revoked = await em.execute<unknown[]>(
      `update api_key set status = 'revoked', revoked_at = ? where tenant_id = ? and id = ? and status = 'active'
       returning true`,
      [at, tenantId, id],
    );
    return revoked.length === 1 ? 'revoked' : 'notFound';
  },
});

/** Reads of keys; each is one transaction. */
export const apiKeyReads = (database: Database) => ({
  /** Those that were not revoked or replaced, expired ones too, in the order of creation. */
  listApiKeys: (tenantId: string, { limit, after }: PageRequest): Promise<Page<ApiKey>> =>
    database.inTenant(tenantId, async (em) => {
      const where = { tenantId, status: 'active' as const, position: { $gt: after ?? 0 } };
      const rows = await em.find(ApiKeySchema, where, { orderBy: { position: 'asc' }, limit: limit + 1 });
      return pageOf(rows, { limit, position: ({ position }) => position, convert: fromDbApiKey });
    }),
});

/** Only this hash (SHA-256 in hex) of a secret is stored. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const fromDbApiKey = ({ id, name, scopes, createdAt, expiresAt, lastUsedAt }: ApiKeyRow): ApiKey => ({
  id,
  name,
  scopes,
  createdAt,
  expiresAt,
  lastUsedAt,
});
