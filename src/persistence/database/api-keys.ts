import type { ApiKey, ApiKeyReads, ApiKeyWrites } from '../../application/ports/tenants.ts';
import type { TenantId } from '../../domain/ids.ts';
import { createHash } from 'node:crypto';
import type { Database, TenantEntityManager } from './database.ts';
import { orderedByPosition, pageByPosition, afterPosition } from './paging.ts';
import { ApiKeySchema, type ApiKeyRow } from '../schemas/api-key.schema.ts';

interface KeyTransaction {
  readonly em: Pick<TenantEntityManager, 'execute'>;
  readonly tenantId: TenantId;
}

/** Writes of a tenant's API keys in the open transaction. */
export const apiKeyWrites = ({ em, tenantId }: KeyTransaction): ApiKeyWrites => ({
  async insertApiKey({ id, name, scopes, createdAt, expiresAt, secret }) {
    await em.execute(
      `insert into api_key (tenant_id, id, hash, name, scopes, created_at, expires_at)
       values (?, ?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)), ?, ?)`,
      [tenantId, id, hashSecret(secret), name, JSON.stringify(scopes), createdAt, expiresAt],
    );
  },

  async revokeApiKey(id, at) {
    const revoked = await em.execute<unknown[]>(
      `update api_key set status = 'revoked', revoked_at = ? where tenant_id = ? and id = ? and status = 'active'
       returning true`,
      [at, tenantId, id],
    );
    return revoked.length === 1 ? 'revoked' : 'notFound';
  },
});

/** Reads of API keys; each is one transaction. */
export const apiKeyReads = (database: Database): ApiKeyReads => ({
  /** Leaves out replaced keys too. */
  listApiKeys: (tenantId, page) =>
    database.inTenant(tenantId, async (em) => {
      const where = { ...afterPosition(tenantId, page), status: 'active' as const };
      return pageByPosition(await em.find(ApiKeySchema, where, orderedByPosition(page)), page, fromDbApiKey);
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
