import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';

/** Versions on sale and former ones, by tenant, edition of its catalogue and id, kept within a bound. */
export interface VersionCache {
  get(tenantId: string, edition: number, id: string): OfferingVersion | undefined;
  /** Keeps the version as it reads in this edition, unless it is a draft, whose terms may still change. */
  keep(tenantId: string, edition: number, version: OfferingVersion): void;
}

/** A cache of at most `capacity` versions; the one that was kept first goes first, and with it what older editions said. */
export function createVersionCache(capacity = 10_000): VersionCache {
  const versions = new Map<string, OfferingVersion>();
  return {
    get: (tenantId, edition, id) => versions.get(keyOf(tenantId, edition, id)),
    keep(tenantId, edition, version) {
      if (version.status === 'draft') return;
      const [oldest] = versions.keys();
      if (versions.size >= capacity && oldest !== undefined) versions.delete(oldest);
      versions.set(keyOf(tenantId, edition, version.id), version);
    },
  };
}

const keyOf = (tenantId: string, edition: number, id: string): string => `${tenantId}/${edition}/${id}`;
