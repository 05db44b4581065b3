/** The used part of a connection of the `pg` pool. */
interface PooledConnection {
  once(event: 'end', listener: () => void): unknown;
  release(destroy: boolean): void;
}

/** The used part of the `pg` pool. */
export interface ConnectionPool {
  on(event: 'connect' | 'acquire', listener: (connection: PooledConnection) => void): unknown;
  on(event: 'release', listener: (error: unknown, connection: PooledConnection) => void): unknown;
}

/** Long enough for the holder of a lost connection to release it, if it ever does. */
const graceMs = 250;

/**
 * Releases connections that were lost during a transaction to their pool. The query builder under the ORM (Kysely 0.29) releases a
 * connection only after a successful commit or rollback, which never happens on a lost one: each transaction open while PostgreSQL
 * restarts would occupy a connection of the pool for ever.
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
