import type { Scope, TenantDirectory } from '../../application/ports/tenants.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { PolicySettings } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { hashSecret } from './api-keys.ts';
import type { Database } from './database.ts';
import type { Statement } from './pipelined-pool.ts';

interface CallerRow {
  readonly tenantId: TenantId;
  readonly mode: 'live' | 'sandbox';
  readonly policies: PolicySettings;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  readonly useIsNews: boolean;
}

/** Finds tenants by the secrets of their API keys. */
export const tenantDirectory = (database: Database): TenantDirectory => ({
  /** Does not find replaced keys. */
  async findBySecret(secret, at) {
    const [row] = await database.pipelined.runWithoutTenant<CallerRow[]>(findCallers(hashSecret(secret), at));
    if (row === undefined) return null;
    const { tenantId: id, mode, policies, keyId, scopes, useIsNews } = row;
    return { tenant: { id, mode, policies }, key: { id: keyId, scopes, useIsNews } };
  },

  recordUse: ({ tenant, key }, at) =>
    database.inTenant(tenant.id, async (em) => {
      await em.execute(
        `update api_key set last_used_at = ?::timestamptz
         where tenant_id = ? and id = ? and (last_used_at is null or last_used_at <= ?::timestamptz - interval '1 minute')`,
        [at, tenant.id, key.id, at],
      );
    }),
});

const findCallers = (secretHash: string, at: Instant): Statement => ({
  name: 'annex_find_api_key',
  text: 'select * from annex_find_api_key($1, $2)',
  values: [secretHash, at],
});
