import type { Logger } from 'pino';
import type { Instant } from '../../domain/time/instant.ts';
import type { Engine } from '../../application/ports/engine.ts';
import type { ImageStore } from '../../application/ports/images.ts';
import type { CatalogueReads } from '../../application/ports/catalogue.ts';
import type { IdempotentWrites } from '../../application/ports/idempotency.ts';
import type { SubscriptionReads } from '../../application/ports/subscriptions.ts';
import type { TenantDirectory } from '../../application/ports/tenants.ts';

/** Which dependencies are reachable. */
export interface Readiness {
  readonly database: boolean;
  readonly temporal: boolean;
  /** Whether a worker polls the task queue. */
  readonly worker: boolean;
  /** The number of stuck subscriptions, at most 1,000; null if it could not be determined. */
  readonly stuck: number | null;
}

/** The limits of time and memory for parsing one file. */
export interface FileLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** The dependencies of the API, which bin/ provides. */
export interface ApiDeps {
  readonly tenants: TenantDirectory;
  readonly writes: IdempotentWrites;
  readonly catalogue: CatalogueReads;
  readonly subscriptions: SubscriptionReads;
  readonly images: ImageStore;
  readonly engine: Engine;
  /** The wall clock, read once for each request. */
  readonly clock: () => Instant;
  readonly ready: () => Promise<Readiness>;
  /** Whether an error means that the database is unavailable, so that the same request may succeed later. */
  readonly isOutage: (error: unknown) => boolean;
  /** The number of trusted proxies in front: only their X-Forwarded headers are used. */
  readonly trustedProxies: number;
  /** The maximum number of requests in a time window, by key, or by address without a key; undefined for no limit. */
  readonly rateLimit?: { readonly limit: number; readonly windowMs: number } | undefined;
  /** The limits of a catalogue file; absent for the defaults. */
  readonly fileLimits?: FileLimits;
  readonly log: Logger;
}
