import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { TenantId, VersionId } from '../../domain/ids.ts';

/** A bounded cache of launched and superseded versions, by tenant, catalogue edition and id. */
export interface VersionCache {
  get(tenantId: TenantId, edition: number, id: VersionId): OfferingVersion | undefined;
  /** Caches the version for this edition; ignores drafts, whose terms may still change. */
  put(tenantId: TenantId, edition: number, version: OfferingVersion): void;
}

/** Creates a cache of at most `capacity` versions. It evicts the oldest entry first, and so versions of former editions. */
export function createVersionCache(capacity = 10_000): VersionCache {
  const versions = new Map<string, OfferingVersion>();
  return {
    get: (tenantId, edition, id) => versions.get(keyOf(tenantId, edition, id)),
    put(tenantId, edition, version) {
      if (version.status === 'draft') return;
      const [oldest] = versions.keys();
      if (versions.size >= capacity && oldest !== undefined) versions.delete(oldest);
      versions.set(keyOf(tenantId, edition, version.id), version);
    },
  };
}

const keyOf = (tenantId: TenantId, edition: number, id: VersionId): string => `${tenantId}/${edition}/${id}`;
