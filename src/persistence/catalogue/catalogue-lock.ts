import { invariant } from '../../domain/invariant.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { TenantEntityManager, TenantTransaction } from '../database/database.ts';

type Transaction = Pick<TenantTransaction, 'em' | 'tenantId'>;

// An import locks rows of many offerings, other writes lock a few in another order. Both lock the whole catalogue first, so that
// they cannot deadlock (ADR 0019).

interface LockOptions {
  /** The longest wait; default 8,000: importing 10,000 prices takes about half of that, and the API answers within 10 s. */
  readonly timeoutMs?: number;
}

/**
 * Takes the exclusive lock on the tenant's catalogue until the end of the transaction: every other write to it waits.
 * @throws the driver's lock timeout if others hold it for longer than `timeoutMs`.
 */
export const lockCatalogue = ({ em, tenantId }: Transaction, options: LockOptions = {}): Promise<void> =>
  acquire(em, { mode: 'xact_lock', tenantId, ...options });

/**
 * Returns a function that takes the shared lock on the tenant's catalogue until the end of the transaction, once. It waits for an
 * import.
 * @throws the driver's lock timeout if an import holds it for longer than `timeoutMs`.
 */
export function sharedCatalogueLock({ em, tenantId }: Transaction, options: LockOptions = {}): TakeSharedLock {
  let taken: Promise<void> | undefined;
  return () => (taken ??= acquire(em, { mode: 'xact_lock_shared', tenantId, ...options }));
}

/** Takes the shared lock on the catalogue. Call it before locking or inserting a row that a catalogue file can contain. */
export type TakeSharedLock = () => Promise<void>;

interface LockRequest extends LockOptions {
  readonly mode: 'xact_lock' | 'xact_lock_shared';
  readonly tenantId: TenantId;
}

/** One statement if the lock is free; otherwise waits with a longer timeout than other statements have. */
async function acquire(em: TenantEntityManager, { mode, tenantId, timeoutMs = 8_000 }: LockRequest): Promise<void> {
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
