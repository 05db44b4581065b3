/** Whether a commit survives a power cut. */
export type Durability = 'full' | 'none';

/**
 * Command-line settings of the local server: only on 127.0.0.1, no socket files, UTC, sized for a laptop. Commits are
 * synchronous, since invoices are money; `none` switches every wait for the disk off.
 */
export function postgresSettings(durability: Durability): string[] {
  const settings = { ...always, ...(durability === 'none' ? withoutDurability : {}) };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const always = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  synchronous_commit: 'on',
};

const withoutDurability = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
