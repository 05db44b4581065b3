import type { KeyedRequest, KeyUse, StoredAnswer } from '../../application/ports/idempotency.ts';
import { invariant } from '../../domain/invariant.ts';
import { catalogueWrites } from './catalogue-writes.ts';
import type { Database, TenantEntityManager } from '../database/database.ts';

/** Writes that are done once for each Idempotency-Key. */
export const idempotentWrites = (database: Database) => ({
  /** Remembers the key of a command before it is sent to its workflow. */
  claim: (tenantId: string, key: string, requestHash: string): Promise<KeyUse> =>
    database.inTenant(tenantId, (em) => claimKey(em, { tenantId, key, requestHash })),

  /**
   * Stores the answer of a claimed key and returns what is stored now: of several requests with one key the first one's answer
   * is the answer of all.
   */
  settle: (tenantId: string, key: string, answer: StoredAnswer): Promise<StoredAnswer> =>
    database.inTenant(tenantId, (em) => settleKey(em, { tenantId, key }, answer)),

  /**
   * Runs a write in one transaction together with its key and answer. Of an answer of 400 or above only the answer is kept.
   * Status and body are kept, nothing else of the answer. Of two callers with one key the second waits for the first one's answer; where the first fails, the second does it.
   */
  runOnce: <A extends StoredAnswer>(
    request: KeyedRequest,
    work: (writes: ReturnType<typeof catalogueWrites>) => Promise<A>,
  ): Promise<{ readonly kind: 'answered'; readonly answer: A | StoredAnswer } | { readonly kind: 'reused' }> =>
    database.inTenant(request.tenantId, async (em) => {
      const known = await claimKey(em, request);
      if (known.kind === 'answered' || known.kind === 'reused') return known;
      await em.execute('savepoint work');
      const answer = await work(catalogueWrites({ em, tenantId: request.tenantId, versions: database.versions }));
      if (answer.status >= 400) await em.execute('rollback to savepoint work');
      await keepAnswer(em, request, answer);
      return { kind: 'answered', answer };
    }),
});

interface KeyRow {
  readonly requestHash: string;
  readonly status: number | null;
  readonly body: unknown;
}

/** Inserting waits for a transaction that has inserted the same key and is still open. */
async function claimKey(em: TenantEntityManager, { tenantId, key, requestHash }: KeyedRequest): Promise<KeyUse> {
  const inserted = await em.execute<unknown[]>(
    `insert into idempotency_key (tenant_id, key, request_hash) values (?, ?, ?)
     on conflict (tenant_id, key) do nothing returning true`,
    [tenantId, key, requestHash],
  );
  if (inserted.length === 1) return { kind: 'fresh' };
  const [row] = await em.execute<KeyRow[]>(
    `select request_hash as "requestHash", status, body from idempotency_key where tenant_id = ? and key = ?
     for no key update`,
    [tenantId, key],
  );
  invariant(row, 'a key that could not be inserted is there');
  if (row.requestHash !== requestHash) return { kind: 'reused' };
  return row.status === null ? { kind: 'unfinished' } : { kind: 'answered', answer: { status: row.status, body: row.body } };
}

/** Stores the first answer of a key that this transaction holds. It is not read back: that of an import has megabytes. */
const keepAnswer = (
  em: TenantEntityManager,
  { tenantId, key }: Pick<KeyedRequest, 'tenantId' | 'key'>,
  { status, body }: StoredAnswer,
): Promise<unknown> =>
  em.execute(
    `update idempotency_key set status = ?, body = ?::json, settled_at = clock_timestamp()
     where tenant_id = ? and key = ? and status is null`,
    [status, JSON.stringify(body ?? null), tenantId, key],
  );

async function settleKey(
  em: TenantEntityManager,
  { tenantId, key }: Pick<KeyedRequest, 'tenantId' | 'key'>,
  { status, body }: StoredAnswer,
): Promise<StoredAnswer> {
  const [kept] = await em.execute<StoredAnswer[]>(
    `update idempotency_key
     set status = coalesce(status, ?), body = case when status is null then ?::json else body end,
       settled_at = coalesce(settled_at, clock_timestamp())
     where tenant_id = ? and key = ?
     returning status, body`,
    [status, JSON.stringify(body ?? null), tenantId, key],
  );
  invariant(kept, 'a key that is settled was claimed');
  return kept;
}
