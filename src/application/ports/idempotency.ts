import type { CatalogueWrites } from './catalogue.ts';
import type { TenantId } from '../../domain/ids.ts';

/** An answer to a write, as it is stored for its Idempotency-Key. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A write and the key that names it. */
export interface KeyedRequest {
  readonly tenantId: TenantId;
  readonly key: string;
  readonly requestHash: string;
}

/** What is known of a key: never seen, begun by the same request but not answered, answered, or of another request. */
export type KeyUse =
  | { readonly kind: 'fresh' }
  /** The same request began before and its answer was never stored: doing it again has no second effect. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  /** The key belongs to another request. */
  | { readonly kind: 'reused' };

export interface IdempotentWrites {
  /** Stores the key of a command before the command is sent to its workflow. */
  claim(tenantId: TenantId, key: string, requestHash: string): Promise<KeyUse>;
  /** Stores the answer of a claimed key and returns what is stored: the first answer is the answer of all. */
  settle(tenantId: TenantId, key: string, answer: StoredAnswer): Promise<StoredAnswer>;
  /**
   * Runs a write to the catalogue in one transaction together with its key and answer. An answer of 400 or above is stored
   * too, and nothing else that the work wrote is kept. Two callers with one key: the second waits and gets the first one's answer.
   */
  runOnce<A extends StoredAnswer>(
    request: KeyedRequest,
    work: (writes: CatalogueWrites) => Promise<A>,
  ): Promise<{ readonly kind: 'answered'; readonly answer: A | StoredAnswer } | { readonly kind: 'reused' }>;
}
