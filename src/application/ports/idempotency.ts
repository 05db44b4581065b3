import type { CatalogueWrites } from './catalogue.ts';
import type { TenantId } from '../../domain/ids.ts';

/** The stored answer of an Idempotency-Key. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A request with its Idempotency-Key. */
export interface KeyedRequest {
  readonly tenantId: TenantId;
  readonly key: string;
  readonly requestHash: string;
}

/** The state of an Idempotency-Key. */
export type KeyUse =
  | { readonly kind: 'fresh' }
  /** The same request has claimed it before, but no answer is stored: a repetition has no second effect. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  /** The key belongs to another request. */
  | { readonly kind: 'reused' };

export interface IdempotentWrites {
  /** Stores the key of a command before the command is sent to its workflow. */
  claim(tenantId: TenantId, key: string, requestHash: string): Promise<KeyUse>;
  /** Stores the answer of a claimed key, unless it has one. Returns the stored answer. */
  settle(tenantId: TenantId, key: string, answer: StoredAnswer): Promise<StoredAnswer>;
  /**
   * Runs a write to the catalogue in one transaction with its key and answer. An answer with status 400 or above is stored, but the
   * work is rolled back. A concurrent second caller with the same key waits and gets the same answer.
   */
  runOnce<A extends StoredAnswer>(
    request: KeyedRequest,
    work: (writes: CatalogueWrites) => Promise<A>,
  ): Promise<{ readonly kind: 'answered'; readonly answer: A | StoredAnswer } | { readonly kind: 'reused' }>;
}
