import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import type { TenantId } from '../../domain/ids.ts';
import { translateBeginError, translateError } from './errors.ts';
import { reclaimLostConnections } from './lost-connections.ts';
import { openPipelinedPool, type PipelinedPool } from './pipelined-pool.ts';
import { tenantSetting } from '../migrations/table-rules.ts';
import { entities } from '../schemas/entities.ts';
import { createVersionCache, type VersionCache } from './version-cache.ts';

/** The EntityManager of one unit of work: one transaction of one tenant. */
export type TenantEntityManager = EntityManager;

/** An open transaction of a tenant, with the process's cache of versions. */
export interface TenantTransaction {
  readonly em: TenantEntityManager;
  readonly tenantId: TenantId;
  readonly versions: VersionCache;
}

/** Two pools of connections as the app role: that of the ORM, and that of the hot path (ADR 0074, 0077). */
export interface Database {
  readonly orm: MikroORM;
  readonly pipelined: PipelinedPool;
  /** Launched versions, which never change within one catalogue edition. */
  readonly versions: VersionCache;
  /**
   * Runs work in one transaction on its own EntityManager, which sees only rows of the tenant. An error rolls back and is
   * rethrown; errors of the driver become PersistenceConflict or DatabaseUnavailable.
   */
  inTenant<T>(tenantId: TenantId, work: (em: TenantEntityManager) => Promise<T>): Promise<T>;
  /** Waits until no transaction is open. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connection URL as the app role. */
  readonly url: string;
  /** The largest number of open connections of each pool; default 10. */
  readonly poolSize?: number;
}

/**
 * Settings of every connection, in milliseconds. A transaction waits at most 3 s for a locked row. The server ends the transaction
 * of a killed process after at most 10 s, even if its connection is never closed.
 */
const connectionSettings = {
  application_name: 'annex',
  options: '-c timezone=UTC',
  connectionTimeoutMillis: 3_000,
  statement_timeout: 10_000,
  lock_timeout: 3_000,
  idle_in_transaction_session_timeout: 10_000,
  keepAlive: true,
} as const;

/** Opens the pools. They connect on first use, so an unavailable database is not an error here. */
export async function openDatabase({ url, poolSize = 10 }: DatabaseOptions): Promise<Database> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [...entities],
    pool: { min: 0, max: poolSize },
    driverOptions: { ...connectionSettings, onPoolCreated: reclaimLostConnections },
  });
  const options = orm.em.getConnection().mapOptions({ ...connectionSettings, max: poolSize });
  const pipelined = openPipelinedPool(options, (message) => orm.config.getLogger().warn('info', message));
  const open = new Set<Promise<unknown>>();
  return {
    orm,
    pipelined,
    versions: createVersionCache(),
    async inTenant(tenantId, work) {
      const transaction = inTenant(orm, tenantId, work);
      open.add(transaction);
      try {
        return await transaction;
      } finally {
        open.delete(transaction);
      }
    },
    async close() {
      // The ORM never ends the closing of a pool that is opening a connection. One transaction may begin while another is awaited.
      while (open.size > 0) await Promise.allSettled(open);
      await Promise.all([orm.close(), pipelined.close()]);
    },
  };
}

async function inTenant<T>(orm: MikroORM, tenantId: TenantId, work: (em: TenantEntityManager) => Promise<T>): Promise<T> {
  const em = orm.em.fork({ session: { variables: { [tenantSetting]: tenantId } } });
  try {
    await em.begin();
  } catch (error) {
    throw translateBeginError(error);
  }
  try {
    const result = await work(em);
    // Statements write rows and entities never change, so the commit need not compare them.
    em.clear();
    await em.commit();
    return result;
  } catch (error) {
    await rollBack(em);
    throw translateError(error);
  }
}

/** Rolls back. A rollback fails only if the connection is lost; then the server has rolled back by itself. */
async function rollBack(em: TenantEntityManager): Promise<void> {
  await em.rollback().catch((error: unknown) => {
    em.config.getLogger().warn('query', `rollback without a connection: ${String(error)}`);
  });
}
