import { invariant } from '../../domain/invariant.ts';
import type { TenantEntityManager, TenantTransaction } from '../database/database.ts';

type Transaction = Pick<TenantTransaction, 'em' | 'tenantId'>;

// An import writes rows of many offerings; other writes lock two or three in an order of their own. The lock on the whole
// catalogue, taken before any row, keeps the two apart, so that neither ever waits for a row of the other.

/** How long to wait for the lock at most. */
interface Patience {
  /** In milliseconds; 8,000 unless told: a file of 10,000 prices takes about half of that, and the API answers within 10 s. */
  readonly timeoutMs?: number;
}

/**
 * Holds the whole catalogue of the tenant until the end of the transaction: every other write to it waits.
 * @throws the driver's lock timeout where others have it for longer than `timeoutMs`.
 */
export const holdCatalogue = ({ em, tenantId }: Transaction, patience: Patience = {}): Promise<void> =>
  take(em, { mode: 'xact_lock', tenantId, ...patience });

/**
 * Shares the catalogue with other writes until the end of the transaction. Taken first, at most once; an import is waited for.
 * @throws the driver's lock timeout where an import has it for longer than `timeoutMs`.
 */
export function sharedCatalogue({ em, tenantId }: Transaction, patience: Patience = {}): Share {
  let taken: Promise<void> | undefined;
  return () => (taken ??= take(em, { mode: 'xact_lock_shared', tenantId, ...patience }));
}

/** Takes the lock that keeps imports away. Everything that locks or inserts what a catalogue file may name does so first. */
export type Share = () => Promise<void>;

interface Wanted extends Patience {
  readonly mode: 'xact_lock' | 'xact_lock_shared';
  readonly tenantId: string;
}

/** One statement where the lock is free. Else this one wait lasts longer than those for rows may, and no statement after it. */
async function take(em: TenantEntityManager, { mode, tenantId, timeoutMs = 8_000 }: Wanted): Promise<void> {
  const [free] = await em.execute<{ taken: boolean }[]>(`select pg_try_advisory_${mode}(${catalogueLock}) as taken`, [
    tenantId,
  ]);
  if (free?.taken === true) return;
  const [set] = await em.execute<{ before: string }[]>(`select current_setting('lock_timeout') as before`);
  invariant(set, 'a statement without a table gives one row');
  await setLockTimeout(em, `${timeoutMs}ms`);
  await em.execute(`select pg_advisory_${mode}(${catalogueLock})`, [tenantId]);
  await setLockTimeout(em, set.before);
}

const catalogueLock = `hashtextextended(? || '/catalogue', 0)`;

/** Until the end of the transaction, in PostgreSQL's words: `3s`. */
const setLockTimeout = (em: TenantEntityManager, value: string): Promise<unknown> =>
  em.execute(`select set_config('lock_timeout', ?, true)`, [value]);
