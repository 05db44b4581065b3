import type { IdempotentWrites, KeyedRequest, KeyUse, StoredAnswer } from '../../application/ports/idempotency.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Database, TenantEntityManager } from '../database/database.ts';
import { statementOf } from '../database/pipelined-pool.ts';
import { catalogueWrites } from './catalogue-writes.ts';

/**
 * Writes that run once per Idempotency-Key. A claim and the settling of an answer are one round trip each and do not wait for the disk: a
 * decision commits after its claim and thereby writes it to the disk as well, and a command whose answer is lost gives the same answer
 * again (ADR 0077).
 */
export const idempotentWrites = (database: Database): IdempotentWrites => ({
  async claim(tenantId, key, requestHash) {
    const request = { tenantId, key, requestHash };
    const statements = [insertKey(request), selectKey(request)].map(({ sql, parameters }) => statementOf(sql, parameters));
    const [inserted, found] = await database.pipelined.transact<KeyRow[]>(tenantId, statements, unflushed);
    return useOf(request, { isNew: inserted?.length === 1, row: found?.[0] });
  },

  async settle(tenantId, key, { status, body }) {
    const settled = statementOf(settleKey, [status, JSON.stringify(body ?? null), tenantId, key]);
    const [rows] = await database.pipelined.transact<StoredAnswer[]>(tenantId, [settled], unflushed);
    const [kept] = rows ?? [];
    invariant(kept, 'a settled key was claimed before');
    return kept;
  },

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

const unflushed = { synchronousCommit: 'off' } as const;

interface KeyRow {
  readonly requestHash: string;
  readonly status: number | null;
  readonly body: unknown;
}

/** The insert waits for an open transaction that has inserted the same key. */
const insertKey = ({ tenantId, key, requestHash }: KeyedRequest) => ({
  sql: `insert into idempotency_key (tenant_id, key, request_hash) values (?, ?, ?)
     on conflict (tenant_id, key) do nothing returning true`,
  parameters: [tenantId, key, requestHash],
});

const selectKey = ({ tenantId, key }: KeyedRequest) => ({
  sql: `select request_hash as "requestHash", status, body from idempotency_key where tenant_id = ? and key = ?
     for no key update`,
  parameters: [tenantId, key],
});

const settleKey = `
  update idempotency_key
  set status = coalesce(status, ?), body = case when status is null then ?::json else body end,
    settled_at = coalesce(settled_at, clock_timestamp())
  where tenant_id = ? and key = ?
  returning status, body`;

/** Claims a key until the end of the transaction. */
async function claimKey(em: TenantEntityManager, request: KeyedRequest): Promise<KeyUse> {
  const insert = insertKey(request);
  const inserted = await em.execute<unknown[]>(insert.sql, insert.parameters);
  if (inserted.length === 1) return { kind: 'fresh' };
  const select = selectKey(request);
  const [row] = await em.execute<KeyRow[]>(select.sql, select.parameters);
  return useOf(request, { isNew: false, row });
}

function useOf(
  { requestHash }: KeyedRequest,
  { isNew, row }: { readonly isNew: boolean; readonly row: KeyRow | undefined },
): KeyUse {
  if (isNew) return { kind: 'fresh' };
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
