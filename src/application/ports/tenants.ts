import type { PolicySettings } from '../../domain/policy/policy.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Page, PageRequest } from './paging.ts';

export interface Tenant {
  readonly id: TenantId;
  readonly mode: 'live' | 'sandbox';
  readonly policies: PolicySettings;
}

/** What an API key may do: `write` includes `read`, `admin` is for keys alone (ADR 0062). */
export type Scope = 'read' | 'write' | 'admin';

/** A key as people see it; its secret is shown once and stored nowhere. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  /** From here on the key opens nothing. */
  readonly expiresAt: Instant | null;
  /** Written once a minute at most. */
  readonly lastUsedAt: Instant | null;
}

/** A key as it is made; only the hash of its secret is stored. */
export type NewApiKey = Omit<ApiKey, 'lastUsedAt'> & { readonly secret: string };

/** Who calls: a tenant, by one of its keys. */
export interface Caller {
  readonly tenant: Tenant;
  readonly key: {
    readonly id: string;
    readonly scopes: readonly Scope[];
    /** Whether the last use that is stored is a minute old, or none is. */
    readonly useIsNews: boolean;
  };
}

export interface TenantDirectory {
  /** Null for a secret that is unknown, revoked, or expired at this instant. */
  findBySecret(secret: string, at: Instant): Promise<Caller | null>;
  /** Stores that a key was used, unless that was done within the last minute. */
  recordUse(caller: Caller, at: Instant): Promise<void>;
}

/** Writes to the keys of a tenant inside the transaction of a write to its catalogue. */
export interface ApiKeyWrites {
  insertApiKey(key: NewApiKey): Promise<void>;
  /** The key is invalid from the commit on. `notFound`: the key does not exist or was already revoked. */
  revokeApiKey(id: string, at: Instant): Promise<'revoked' | 'notFound'>;
}

export interface ApiKeyReads {
  /** Those that were not revoked, expired ones too. */
  listApiKeys(tenantId: TenantId, page: PageRequest): Promise<Page<ApiKey>>;
}
