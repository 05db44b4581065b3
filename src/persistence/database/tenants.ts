import type { Caller, Scope } from '../../application/ports/tenants.ts';
import type { PolicySettings } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { hashSecret } from './api-keys.ts';
import type { Database } from './database.ts';
import { translateError } from './errors.ts';

interface CallerRow {
  readonly tenantId: string;
  readonly mode: 'live' | 'sandbox';
  readonly policies: PolicySettings;
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  readonly useIsNews: boolean;
}

/** Finds tenants by the secrets of API keys. */
export const tenantDirectory = (database: Database) => ({
  /** Null for a secret that is unknown, revoked, replaced, or expired at this instant. */
  async findBySecret(secret: string, at: Instant): Promise<Caller | null> {
    const [row] = await findCallers(database, [hashSecret(secret), at]);
    if (row === undefined) return null;
    const { tenantId: id, mode, policies, keyId, scopes, useIsNews } = row;
    return { tenant: { id, mode, policies }, key: { id: keyId, scopes, useIsNews } };
  },

  /** Stores that a key was used, unless somebody else has done so within the last minute. */
  noteUse: ({ tenant, key }: Caller, at: Instant): Promise<void> =>
    database.inTenant(tenant.id, async (em) => {
      await em.execute(
        `update api_key set last_used_at = ?::timestamptz
         where tenant_id = ? and id = ? and (last_used_at is null or last_used_at <= ?::timestamptz - interval '1 minute')`,
        [at, tenant.id, key.id, at],
      );
    }),
});

/** Row-level security hides all tenants where none is set, so a function of the owner looks. */
async function findCallers({ orm }: Database, parameters: readonly unknown[]): Promise<CallerRow[]> {
  try {
    return await orm.em.fork().execute<CallerRow[]>('select * from annex_find_api_key(?, ?)', [...parameters]);
  } catch (error) {
    throw translateError(error);
  }
}
