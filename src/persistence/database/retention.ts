import { invariant } from '../../domain/invariant.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Database } from './database.ts';
import { translateError } from './errors.ts';

/** Tables with rows that expire. */
type Expiring = 'idempotency_key' | 'outbox';

/**
 * Removes the rows of all tenants written before an instant, oldest first, one batch per transaction; never rows of the last day.
 * Returns the number of removed rows.
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

/** Without a tenant, row-level security hides all rows, so a function of the owner removes them. */
async function removeBatch({ orm }: Database, table: Expiring, parameters: readonly unknown[]): Promise<number> {
  try {
    const rows = await orm.em
      .fork()
      .execute<{ removed: number }[]>(`select annex_remove_${table}(?, ?) as removed`, [...parameters]);
    const [row] = rows;
    invariant(row, 'a function returns one row');
    return row.removed;
  } catch (error) {
    throw translateError(error);
  }
}
