import type { IdempotentWrites, KeyedRequest, KeyUse, StoredAnswer } from '../../application/ports/idempotency.ts';
import { invariant } from '../../domain/invariant.ts';
import { catalogueWrites } from './catalogue-writes.ts';
import type { Database, TenantEntityManager } from '../database/database.ts';

/** Writes that run once per Idempotency-Key. */
export const idempotentWrites = (database: Database): IdempotentWrites => ({
  claim: (tenantId, key, requestHash) => database.inTenant(tenantId, (em) => claimKey(em, { tenantId, key, requestHash })),

  settle: (tenantId, key, answer) => database.inTenant(tenantId, (em) => storeAnswer(em, { tenantId, key }, answer)),

  /** Stores only status and body of the answer. If the first of two concurrent callers throws, the second does the work. */
  runOnce: (request, work) =>
    database.inTenant(request.tenantId, async (em) => {
      const known = await claimKey(em, request);
      if (known.kind === 'answered' || known.kind === 'reused') return known;
      await em.execute('savepoint work');
      const answer = await work(catalogueWrites({ em, tenantId: request.tenantId, versions: database.versions }));
      if (answer.status >= 400) await em.execute('rollback to savepoint work');
      await storeFirstAnswer(em, request, answer);
      return { kind: 'answered', answer };
    }),
});

interface KeyRow {
  readonly requestHash: string;
  readonly status: number | null;
  readonly body: unknown;
}

/** The insert waits for an open transaction that has inserted the same key. */
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
  invariant(row, 'a key that could not be inserted exists');
  if (row.requestHash !== requestHash) return { kind: 'reused' };
  return row.status === null ? { kind: 'unfinished' } : { kind: 'answered', answer: { status: row.status, body: row.body } };
}

/** Stores the first answer of a key that this transaction has claimed. Does not read it back: an import's answer has megabytes. */
const storeFirstAnswer = (
  em: TenantEntityManager,
  { tenantId, key }: Pick<KeyedRequest, 'tenantId' | 'key'>,
  { status, body }: StoredAnswer,
): Promise<unknown> =>
  em.execute(
    `update idempotency_key set status = ?, body = ?::json, settled_at = clock_timestamp()
     where tenant_id = ? and key = ? and status is null`,
    [status, JSON.stringify(body ?? null), tenantId, key],
  );

async function storeAnswer(
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
  invariant(kept, 'a settled key was claimed before');
  return kept;
}
