import { invariant } from '../../domain/invariant.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { TenantEntityManager, TenantTransaction } from '../database/database.ts';

type Transaction = Pick<TenantTransaction, 'em' | 'tenantId'>;

// An import writes rows of many offerings; other writes lock two or three in a different order. Both take the lock on the whole
// catalogue before any row, so neither ever waits for a row of the other (ADR 0019).

/** The longest wait for the lock. */
interface LockOptions {
  /** In milliseconds; default 8,000: a file of 10,000 prices takes about half of that, and the API answers within 10 s. */
  readonly timeoutMs?: number;
}

/**
 * Locks the whole catalogue of the tenant until the end of the transaction: every other write to it waits.
 * @throws the driver's lock timeout if others hold it for longer than `timeoutMs`.
 */
export const lockCatalogue = ({ em, tenantId }: Transaction, options: LockOptions = {}): Promise<void> =>
  take(em, { mode: 'xact_lock', tenantId, ...options });

/**
 * Takes the shared lock on the catalogue until the end of the transaction; waits for an import. Call it first, and at most once.
 * @throws the driver's lock timeout if an import holds it for longer than `timeoutMs`.
 */
export function sharedCatalogueLock({ em, tenantId }: Transaction, options: LockOptions = {}): TakeSharedLock {
  let taken: Promise<void> | undefined;
  return () => (taken ??= take(em, { mode: 'xact_lock_shared', tenantId, ...options }));
}

/** Takes the shared lock on the catalogue. Everything that locks or inserts rows which a catalogue file may name calls it first. */
export type TakeSharedLock = () => Promise<void>;

interface Wanted extends LockOptions {
  readonly mode: 'xact_lock' | 'xact_lock_shared';
  readonly tenantId: TenantId;
}

/** One statement if the lock is free. Otherwise raises the timeout for this wait only; later statements have the usual one. */
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

/** Sets the timeout until the end of the transaction, in PostgreSQL's format: `3s`. */
const setLockTimeout = (em: TenantEntityManager, value: string): Promise<unknown> =>
  em.execute(`select set_config('lock_timeout', ?, true)`, [value]);
