import type { NewApiKey, Scope } from '../../application/ports/tenants.ts';
import type { TenantId } from '../../domain/ids.ts';
import { randomBytes } from 'node:crypto';
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { invariant } from '../../domain/invariant.ts';
import type { PolicySettings } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { apiKeyWrites, hashSecret } from './api-keys.ts';
import { translateError } from './errors.ts';

// Only the owner of the tables may do this. The program connects as another role, which can neither see nor create tenants.

/** Rejects a request of the operator. The message says what to do instead. */
export class AdministrationRefused extends Error {
  override readonly name = 'AdministrationRefused';
}

export interface NewTenant {
  /** Identifies the tenant for the operator; never changes. */
  readonly key: string;
  readonly name: string;
  readonly mode: 'sandbox' | 'live';
}

export interface TenantInput extends NewTenant {
  /** The key of the setting; it replaces keys that the setting named before. Only its hash is stored. */
  readonly apiKey: string;
  /** Replaces the tenant's policies; absent means no change. */
  readonly policies?: PolicySettings;
}

export interface ListedTenant extends NewTenant {
  readonly id: TenantId;
  /** The number of keys that were neither revoked nor replaced. */
  readonly keys: number;
}

/** A key as the operator sees it, valid or not. Instants have PostgreSQL's format, in UTC. */
export interface ListedKey {
  readonly tenant: string;
  readonly tenantId: TenantId;
  readonly mode: NewTenant['mode'];
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly status: 'active' | 'replaced' | 'revoked';
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

/** A transaction of the owner. */
export type OwnerTransaction = Pick<EntityManager, 'execute'>;

/** Runs work in one transaction as the owner of the tables, on a connection of its own. */
export async function asOwner<T>(ownerUrl: string, work: (em: OwnerTransaction) => Promise<T>): Promise<T> {
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    pool: { min: 0, max: 1 },
    driverOptions: { application_name: 'annex administration', options: '-c timezone=UTC', connectionTimeoutMillis: 3_000 },
  });
  try {
    return await orm.em.fork().transactional((em) => work(em));
  } catch (error) {
    throw translateError(error);
  } finally {
    await orm.close();
  }
}

/** Creates a tenant without an API key. @throws AdministrationRefused if the tenant's key is in use. */
export async function createTenant(em: OwnerTransaction, tenant: NewTenant): Promise<{ readonly id: TenantId }> {
  const made = await insertTenant(em, tenant);
  if (made === undefined) throw new AdministrationRefused(`There is a tenant ${tenant.key} already. Choose another key.`);
  return made;
}

/**
 * Creates or updates the tenant with the key of the setting. Replaces keys that the setting named before; they become valid again
 * when the setting names them again (ADR 0064).
 * @throws AdministrationRefused if the tenant has another mode, or the key was revoked or belongs to another tenant.
 */
export async function ensureTenant(em: OwnerTransaction, tenant: TenantInput): Promise<{ readonly id: TenantId }> {
  await insertTenant(em, tenant);
  const [kept] = await em.execute<{ id: TenantId; mode: string }[]>(
    `update tenant set name = ?, policies = coalesce(?::jsonb, policies) where key = ? returning id, mode`,
    [tenant.name, tenant.policies === undefined ? null : JSON.stringify(tenant.policies), tenant.key],
  );
  invariant(kept, 'the tenant exists');
  if (kept.mode !== tenant.mode)
    throw new AdministrationRefused(`The tenant ${tenant.key} is ${kept.mode}, which never changes.`);
  await setConfiguredKey(em, kept.id, tenant.apiKey);
  return { id: kept.id };
}

/** All tenants, ordered by key. */
export const listTenants = (em: OwnerTransaction): Promise<readonly ListedTenant[]> =>
  em.execute<ListedTenant[]>(
    `select t.id, t.key, t.name, t.mode, count(k.id)::integer as keys
     from tenant t left join api_key k on k.tenant_id = t.id and k.status = 'active'
     group by t.id order by t.key`,
  );

/** Creates an API key for the tenant with this key. @throws AdministrationRefused if the tenant does not exist. */
export async function createKey(
  em: OwnerTransaction,
  tenantKey: string,
  make: (mode: NewTenant['mode']) => NewApiKey,
): Promise<NewApiKey> {
  const [tenant] = await em.execute<Pick<ListedTenant, 'id' | 'mode'>[]>(`select id, mode from tenant where key = ?`, [
    tenantKey,
  ]);
  if (tenant === undefined)
    throw new AdministrationRefused(`There is no tenant ${tenantKey}: \`annex tenant list\` lists all tenants.`);
  const key = make(tenant.mode);
  await apiKeyWrites({ em, tenantId: tenant.id }).insertApiKey(key);
  return key;
}

/** The API keys of one tenant or of all, in the order of creation. */
export const listKeys = (em: OwnerTransaction, tenantKey: string | null): Promise<readonly ListedKey[]> =>
  em.execute<ListedKey[]>(`${selectKeys} where ?::text is null or t.key = ? order by t.key, k.position`, [
    tenantKey,
    tenantKey,
  ]);

/** @throws AdministrationRefused if the key does not exist, or was revoked or replaced. */
async function findKey(em: OwnerTransaction, id: string): Promise<ListedKey> {
  const [key] = await em.execute<ListedKey[]>(`${selectKeys} where k.id = ? and k.status = 'active'`, [id]);
  if (key === undefined) throw new AdministrationRefused(`There is no key ${id} to revoke: \`annex key list\` lists all keys.`);
  return key;
}

/** @throws AdministrationRefused if the key does not exist or was already revoked. */
export async function revokeKey(em: OwnerTransaction, id: string, at: Instant): Promise<ListedKey> {
  const key = await findKey(em, id);
  await apiKeyWrites({ em, tenantId: key.tenantId }).revokeApiKey(id, at);
  return key;
}

/** Creates a new key with the same tenant, name, scopes and expiry; the old one ends at `oldEndsAt`, or at once if that is past. */
export async function rotateKey(
  em: OwnerTransaction,
  id: string,
  { make, oldEndsAt }: { readonly make: (mode: NewTenant['mode']) => Rotated; readonly oldEndsAt: Instant },
): Promise<Rotated> {
  const { tenantId, mode } = await findKey(em, id);
  const made = make(mode);
  await em.execute(
    `insert into api_key (tenant_id, id, hash, name, scopes, created_at, expires_at)
     select tenant_id, ?, ?, name, scopes, ?, expires_at from api_key where tenant_id = ? and id = ?`,
    [made.id, hashSecret(made.secret), made.createdAt, tenantId, id],
  );
  if (oldEndsAt <= made.createdAt) await apiKeyWrites({ em, tenantId }).revokeApiKey(id, made.createdAt);
  else
    await em.execute(`update api_key set expires_at = least(expires_at, ?::timestamptz) where tenant_id = ? and id = ?`, [
      oldEndsAt,
      tenantId,
      id,
    ]);
  return made;
}

/** The fields in which a key differs from its replacement. */
export type Rotated = Pick<NewApiKey, 'id' | 'secret' | 'createdAt'>;

const selectKeys = `
  select t.key as tenant, t.id as "tenantId", t.mode, k.id, k.name, k.scopes, k.status, k.created_at::text as "createdAt",
    k.expires_at::text as "expiresAt", k.last_used_at::text as "lastUsedAt"
  from api_key k join tenant t on t.id = k.tenant_id`;

async function insertTenant(em: OwnerTransaction, { key, name, mode }: NewTenant): Promise<{ id: TenantId } | undefined> {
  const [made] = await em.execute<{ id: TenantId }[]>(
    `insert into tenant (id, key, name, mode, policies) values (?, ?, ?, ?, '{}') on conflict (key) do nothing returning id`,
    [`ten_${randomHex(10)}`, key, name, mode],
  );
  return made;
}

/** Only operators read these instants, so they come from the database's clock. */
async function setConfiguredKey(em: OwnerTransaction, tenantId: TenantId, secret: string): Promise<void> {
  const hash = hashSecret(secret);
  await em.execute(
    `update api_key set status = 'replaced', revoked_at = now()
     where tenant_id = ? and origin = 'setting' and status = 'active' and hash <> ?`,
    [tenantId, hash],
  );
  await em.execute(
    `insert into api_key (tenant_id, id, hash, name, scopes, origin, created_at)
     values (?, ?, ?, 'ANNEX_API_KEY', array['read', 'write', 'admin'], 'setting', now())
     on conflict (hash) do update set status = 'active', revoked_at = null where api_key.status = 'replaced'`,
    [tenantId, `key_${randomHex(16)}`, hash],
  );
  const [kept] = await em.execute<{ tenantId: TenantId; status: string }[]>(
    `select tenant_id as "tenantId", status from api_key where hash = ?`,
    [hash],
  );
  invariant(kept, 'a key that could not be inserted exists');
  if (kept.tenantId !== tenantId)
    throw new AdministrationRefused('This API key belongs to another tenant. Set ANNEX_API_KEY to another one.');
  if (kept.status === 'revoked')
    throw new AdministrationRefused(
      'This API key was revoked. Set ANNEX_API_KEY to another one; without that setting, delete the file api-key in the data folder and one is made.',
    );
}

const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');
