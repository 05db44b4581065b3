import type { Logger } from 'pino';
import type { Instant } from '../../domain/time/instant.ts';
import type { Engine } from '../../application/ports/engine.ts';
import type { ImageStore } from '../../application/ports/images.ts';
import type { CatalogueReads } from '../../application/ports/catalogue.ts';
import type { IdempotentWrites } from '../../application/ports/idempotency.ts';
import type { SubscriptionReads } from '../../application/ports/subscriptions.ts';
import type { TenantDirectory } from '../../application/ports/tenants.ts';

/** What is reachable at the moment. */
export interface Readiness {
  readonly database: boolean;
  readonly temporal: boolean;
  /** Whether a worker polls the task queue. */
  readonly worker: boolean;
  /** How many subscriptions are stuck, 1,000 at most; null when that could not be found out. */
  readonly stuck: number | null;
}

/** How long one file may be worked on, and how much memory the thread may take for it. */
export interface FileLimits {
  readonly longestMs: number;
  readonly memoryMb: number;
}

/** Everything that the API needs from outside; bin/ wires it. */
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
  /** Whether an error means that the database is away and the same request may succeed later. */
  readonly isOutage: (error: unknown) => boolean;
  /** How many proxies stand in front; what they say of scheme and address is believed, and nobody else is. */
  readonly trustedProxies: number;
  /** How many requests of a key, and how many without one of an address, may come in a time; undefined: any number. */
  readonly rateLimit?: { readonly limit: number; readonly windowMs: number } | undefined;
  /** How long and in how much memory a catalogue file is worked on; the usual limits where they are absent. */
  readonly fileLimits?: FileLimits;
  readonly log: Logger;
}
