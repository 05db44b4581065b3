import { invariant } from '../../domain/invariant.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Database } from './database.ts';
import { translateError } from './errors.ts';

/** What is kept for a time only. */
type Expiring = 'idempotency_key' | 'outbox';

/**
 * Removes the rows of all tenants that were written before an instant, a batch in each transaction, the oldest first; never those of
 * the last day. Answers how many were removed.
 */
export async function removeExpired(
  database: Database,
  table: Expiring,
  { olderThan, batchSize }: { readonly olderThan: Instant; readonly batchSize: number },
): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await removeBatch(database, table, [olderThan, batchSize]);
    total += removed;
    if (removed < batchSize) return total;
  }
}

/** Row-level security hides the rows of all tenants where none is set, so a function of the owner removes them. */
async function removeBatch({ orm }: Database, table: Expiring, parameters: readonly unknown[]): Promise<number> {
  try {
    const rows = await orm.em
      .fork()
      .execute<{ removed: number }[]>(`select annex_remove_${table}(?, ?) as removed`, [...parameters]);
    const [row] = rows;
    invariant(row, 'a function answers one row');
    return row.removed;
  } catch (error) {
    throw translateError(error);
  }
}
