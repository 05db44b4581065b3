/** What is used of a connection of the pool of `pg`. */
interface PooledConnection {
  once(event: 'end', listener: () => void): unknown;
  release(destroy: boolean): void;
}

/** What is used of the pool of `pg`. */
export interface ConnectionPool {
  on(event: 'connect' | 'acquire', listener: (connection: PooledConnection) => void): unknown;
  on(event: 'release', listener: (error: unknown, connection: PooledConnection) => void): unknown;
}

/** Long enough for whoever holds a cut connection to give it back, if he ever does. */
const graceMs = 250;

/**
 * Gives connections that were cut in the middle of a transaction back to their pool. The query builder under the ORM (Kysely
 * 0.29) gives a connection back only after a commit or a rollback has succeeded, which on a cut one never happens: every
 * transaction that is open when PostgreSQL restarts would take a place of the pool with it for ever.
 */
export function reclaimLostConnections(pool: ConnectionPool): void {
  const held = new Set<PooledConnection>();
  pool.on('acquire', (connection) => held.add(connection));
  pool.on('release', (_error, connection) => held.delete(connection));
  pool.on('connect', (connection) => {
    connection.once('end', () => {
      setTimeout(() => {
        if (held.has(connection)) connection.release(true);
      }, graceMs);
    });
  });
}
