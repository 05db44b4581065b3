import type { PolicySettings } from '../../domain/policy/policy.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Page, PageRequest } from './paging.ts';

export interface Tenant {
  readonly id: TenantId;
  readonly mode: 'live' | 'sandbox';
  readonly policies: PolicySettings;
}

/** The permissions of an API key: `write` includes `read`; `admin` allows only the management of keys (ADR 0062). */
export type Scope = 'read' | 'write' | 'admin';

/** An API key without its secret, which is shown once and stored nowhere. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  /** The key is invalid from this instant on. */
  readonly expiresAt: Instant | null;
  /** Updated at most once a minute. */
  readonly lastUsedAt: Instant | null;
}

/** A new API key; only the hash of its secret is stored. */
export type NewApiKey = Omit<ApiKey, 'lastUsedAt'> & { readonly secret: string };

/** The tenant of a request, and the API key that identified it. */
export interface Caller {
  readonly tenant: Tenant;
  readonly key: {
    readonly id: string;
    readonly scopes: readonly Scope[];
    /** Whether the last stored use is at least a minute old, or missing. */
    readonly useIsNews: boolean;
  };
}

export interface TenantDirectory {
  /** Null for a secret that is unknown, revoked, or expired at this instant. */
  findBySecret(secret: string, at: Instant): Promise<Caller | null>;
  /** Stores that a key was used, unless it was stored within the last minute. */
  recordUse(caller: Caller, at: Instant): Promise<void>;
}

/** Writes of a tenant's API keys in the transaction of a write to its catalogue. */
export interface ApiKeyWrites {
  insertApiKey(key: NewApiKey): Promise<void>;
  /** The key is invalid from the commit on. `notFound`: the key does not exist or was already revoked. */
  revokeApiKey(id: string, at: Instant): Promise<'revoked' | 'notFound'>;
}

export interface ApiKeyReads {
  /** Keys that were not revoked, expired ones included. */
  listApiKeys(tenantId: TenantId, page: PageRequest): Promise<Page<ApiKey>>;
}
