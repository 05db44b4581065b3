import type { Config } from '../../config/config.ts';
import { epochMs, type Instant, instantAt } from '../../domain/time/instant.ts';
import type { Database } from '../../persistence/database/database.ts';
import { removeExpired } from '../../persistence/database/retention.ts';
import type { Log } from '../../runtime/log.ts';
import { repeat } from './repeat.ts';

const hourMs = 3_600_000;
const batchSize = 1_000;

interface RetentionInput {
  readonly config: Pick<Config, 'idempotencyRetentionMs' | 'outboxRetentionMs'>;
  readonly database: Database;
  readonly log: Log;
  readonly clock: () => Instant;
}

/** Removes expired rows at once and every hour, in small batches that an index finds. Several workers share the work. */
export function scheduleRetention(input: RetentionInput): { readonly stop: () => Promise<void> } {
  return repeat(hourMs, async (stopped) => {
    try {
      await removeExpiredRows(input);
    } catch (error) {
      if (!stopped.aborted) input.log.warn({ err: error }, 'failed to remove expired rows; retrying in an hour');
    }
  });
}

/** One run of the removal. */
export async function removeExpiredRows({ config, database, log, clock }: RetentionInput): Promise<void> {
  const now = epochMs(clock());
  const before = (retentionMs: number) => ({ olderThan: instantAt(now - retentionMs), batchSize });
  const idempotencyKeys = await removeExpired(database, 'idempotency_key', before(config.idempotencyRetentionMs));
  const outboxRows = await removeExpired(database, 'outbox', before(config.outboxRetentionMs));
  if (idempotencyKeys + outboxRows > 0) log.info({ idempotencyKeys, outboxRows }, 'removed expired rows');
}
