import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, ConnectedConfig } from '../../config/config.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { storedPort } from '../../runtime/ports.ts';
import { databaseName } from '../../runtime/postgres-cluster.ts';
import { appRole } from './local-servers.ts';

/**
 * The addresses for an operator's command: those of the environment, and for each missing one that of the local instance.
 * @throws OperatorError if there is no local instance.
 */
export function connectedConfig(config: Config): ConnectedConfig {
  const databaseUrl = config.databaseUrl ?? localDatabaseUrl(config.dataDir);
  const address = config.temporal.address ?? localTemporalAddress(config.dataDir);
  return { ...config, databaseUrl, temporal: { ...config.temporal, address } };
}

function localDatabaseUrl(dataDir: string): string {
  const port = storedPort(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'app-password');
  if (port === undefined || !existsSync(passwordFile)) throw noInstance('DATABASE_URL');
  const password = encodeURIComponent(readFileSync(passwordFile, 'utf8').trim());
  return `postgresql://${appRole}:${password}@127.0.0.1:${port}/${databaseName}`;
}

function localTemporalAddress(dataDir: string): string {
  const port = storedPort(dataDir, 'temporal');
  if (port === undefined) throw noInstance('TEMPORAL_ADDRESS');
  return `127.0.0.1:${port}`;
}

const noInstance = (variable: string): OperatorError =>
  new OperatorError(`There is no instance on this machine: run \`npm start\` first, or set ${variable}.`);
