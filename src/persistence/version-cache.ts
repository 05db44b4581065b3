import type { OfferingVersion } from '../domain/catalogue/offering.ts';

/** Versions that no longer change, by tenant and id, kept for ever within a bound. */
export interface VersionCache {
  get(tenantId: string, id: string): OfferingVersion | undefined;
  /** Keeps the version unless it is a draft, which may still change. */
  keep(tenantId: string, version: OfferingVersion): void;
}

/** A cache of at most `capacity` versions; the one that was kept first goes first. */
export function createVersionCache(capacity = 10_000): VersionCache {
  const versions = new Map<string, OfferingVersion>();
  const keyOf = (tenantId: string, id: string): string => `${tenantId}/${id}`;
  return {
    get: (tenantId, id) => versions.get(keyOf(tenantId, id)),
    keep(tenantId, version) {
      if (version.status === 'draft') return;
      const [oldest] = versions.keys();
      if (versions.size >= capacity && oldest !== undefined) versions.delete(oldest);
      versions.set(keyOf(tenantId, version.id), version);
    },
  };
}
