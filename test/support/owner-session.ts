import { MikroORM } from '@mikro-orm/postgresql';
import { reclaimLostConnections } from '../../src/persistence/database/lost-connections.ts';

/** A connection as the owner of the tables, to which row-level security does not apply: it reads the rows of all tenants. */
export interface OwnerSession {
  query<T extends object>(sql: string, parameters?: readonly unknown[]): Promise<readonly T[]>;
  /** Locks the rows of subscriptions, so that decisions about them wait. Returns the function that releases the locks. */
  lockSubscriptions(ids: readonly string[]): Promise<() => Promise<void>>;
  /** The number of transactions that wait for the lock of a subscription. */
  waitingDecisions(): Promise<number>;
  close(): Promise<void>;
}

/** Connects to a database as the owner of its tables. */
export async function openOwnerSession(ownerUrl: string): Promise<OwnerSession> {
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    driverOptions: { onPoolCreated: reclaimLostConnections },
  });
  const query = <T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<readonly T[]> =>
    orm.em.getConnection().execute<T[]>(sql, [...parameters]);
  return {
    query,
    async lockSubscriptions(ids) {
      const em = orm.em.fork();
      await em.begin();
      await em.execute(`select from subscription where id in (${ids.map(() => '?').join(', ')}) for update`, [...ids]);
      return () => em.rollback();
    },
    async waitingDecisions() {
      const waiting = await query(
        `select from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%annex_lock_subscription%'`,
      );
      return waiting.length;
    },
    close: () => orm.close(true),
  };
}
