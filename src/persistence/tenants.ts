import { createHash, randomBytes } from 'node:crypto';
import { invariant } from '../domain/invariant.ts';
import type { PolicySettings } from '../domain/policy/policy.ts';
import type { Database } from './database.ts';
import { translateError } from './errors.ts';

/** A tenant as an API key finds it. */
export interface StoredTenant {
  readonly id: string;
  readonly mode: 'live' | 'sandbox';
  readonly policies: PolicySettings;
}

export interface TenantInput {
  /** Names the tenant for the operator and never changes. */
  readonly key: string;
  readonly name: string;
  readonly mode: 'sandbox' | 'live';
  /** A key that opens the tenant's API from now on, besides those that do already. Only its hash is stored. */
  readonly apiKey: string;
  /** Replaces the tenant's policies; they stay as they are when absent. */
  readonly policies?: PolicySettings;
}

/**
 * Creates the tenant or brings it up to date. Throws PersistenceConflict where the tenant has another mode or the API key
 * belongs to another tenant. Row-level security hides all tenants here, so a function of the owner does it.
 */
export async function ensureTenant(database: Database, tenant: TenantInput): Promise<{ readonly id: string }> {
  const newId = `ten_${randomBytes(10).toString('hex')}`;
  const policies = tenant.policies === undefined ? null : JSON.stringify(tenant.policies);
  const [row] = await outsideTenants<{ id: string }>(database, 'select annex_ensure_tenant(?, ?, ?, ?, ?, ?::jsonb) as id', [
    newId,
    tenant.key,
    tenant.name,
    tenant.mode,
    hashApiKey(tenant.apiKey),
    policies,
  ]);
  invariant(row, 'the tenant has an id');
  return row;
}

/** Finds tenants by the hash of an API key (SHA-256 in hex). */
export const tenantDirectory = (database: Database) => ({
  async findByApiKeyHash(hash: string): Promise<StoredTenant | null> {
    const [row] = await outsideTenants<StoredTenant>(database, 'select id, mode, policies from annex_find_api_key(?)', [hash]);
    return row ?? null;
  },
});

const hashApiKey = (apiKey: string): string => createHash('sha256').update(apiKey).digest('hex');

async function outsideTenants<Row extends object>(
  { orm }: Database,
  sql: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  try {
    return await orm.em.fork().execute<Row[]>(sql, [...parameters]);
  } catch (error) {
    throw translateError(error);
  }
}
