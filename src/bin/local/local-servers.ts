import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { reclaimChild } from '../../runtime/child-record.ts';
import { startPostgres, type PostgresServer } from '../../runtime/embedded-postgres.ts';
import { keepAlive } from '../../runtime/keep-alive.ts';
import type { Log } from '../../runtime/log.ts';
import type { PortName } from '../../runtime/ports.ts';
import { readOrCreateSecret } from '../../runtime/secret-file.ts';
import type { Supervisor } from '../../runtime/supervisor.ts';
import { locateTemporal } from '../../runtime/temporal-binary.ts';
import { startTemporal } from '../../runtime/temporal-server.ts';

/** The servers that `dev` uses: embedded ones, or those of the environment. */
export interface LocalServers {
  /** Undefined if DATABASE_URL is set. */
  readonly postgres: PostgresServer | undefined;
  readonly temporalAddress: string;
  /** Undefined for an external Temporal server, whose UI is unknown. */
  readonly temporalUiUrl: string | undefined;
}

interface LocalServersInput {
  readonly config: Config;
  readonly ports: Readonly<Record<PortName, number>>;
  readonly log: Log;
  readonly supervisor: Supervisor;
}

/** The role as which the program connects; row-level security applies to it. */
export const appRole = 'annex_app';

/**
 * Stops the servers of a killed run. Call it before the choice of ports, so that the addresses stay the same.
 * @throws OperatorError if the servers belong to a running process.
 */
export async function stopOrphans({ dataDir, log }: { readonly dataDir: string; readonly log: Log }): Promise<void> {
  const stopped = await Promise.all(
    ['postgres', 'temporal'].map((name) => reclaimChild({ dataDir: join(dataDir, name), name })),
  );
  const pids = stopped.filter((pid) => pid !== undefined);
  if (pids.length > 0) log.warn({ pids }, 'stopped the servers that a killed run left behind');
}

/** Starts PostgreSQL and Temporal concurrently, each only if the environment names none, and keeps them alive. */
export async function startLocalServers(input: LocalServersInput): Promise<LocalServers> {
  const [postgres, temporal] = await Promise.all([
    input.config.databaseUrl === undefined ? startLocalPostgres(input) : undefined,
    input.config.temporal.address ?? startLocalTemporal(input),
  ]);
  return typeof temporal === 'string'
    ? { postgres, temporalAddress: temporal, temporalUiUrl: undefined }
    : { postgres, temporalAddress: temporal.address, temporalUiUrl: temporal.uiUrl };
}

async function startLocalPostgres({ config, ports, log, supervisor }: LocalServersInput): Promise<PostgresServer> {
  const start = (): Promise<PostgresServer> =>
    startPostgres({ dataDir: join(config.dataDir, 'postgres'), port: ports.postgres, log });
  const giveUp = (error: unknown): void => supervisor.fail(error);
  const part = await supervisor.start('postgres', () => keepAlive({ name: 'PostgreSQL', start, log, giveUp }));
  return part.server;
}

async function startLocalTemporal({
  config,
  ports,
  log,
  supervisor,
}: LocalServersInput): Promise<{ address: string; uiUrl: string }> {
  const binary = await locateTemporal(config.temporalCli);
  const chosen = { grpc: ports.temporal, ui: ports.temporalUi, http: ports.temporalHttp };
  const start = (): ReturnType<typeof startTemporal> =>
    startTemporal({ binary, dataDir: join(config.dataDir, 'temporal'), ports: chosen, log });
  const giveUp = (error: unknown): void => supervisor.fail(error);
  const part = await supervisor.start('temporal', () => keepAlive({ name: 'The Temporal server', start, log, giveUp }));
  return part.server;
}

/**
 * Migrates the database and returns the connection URLs of the owner of the tables and of the program. On the embedded server, and
 * on an external server with only one URL, the program gets the role `annex_app` with a generated password.
 */
export async function connectDatabase({
  config,
  servers,
  log,
}: Pick<LocalServersInput, 'config' | 'log'> & { readonly servers: LocalServers }): Promise<{
  readonly ownerUrl: string;
  readonly databaseUrl: string;
}> {
  const { migrate } = await import('../../persistence/database/migrate.ts');
  const ownerUrl = config.databaseOwnerUrl ?? config.databaseUrl ?? servers.postgres?.ownerUrl;
  if (ownerUrl === undefined) throw new Error('neither a database URL nor an embedded server');
  if (config.databaseUrl !== undefined && config.databaseOwnerUrl !== undefined) {
    await migrate({
      ownerUrl,
      appPassword: decodeURIComponent(new URL(config.databaseUrl).password),
      log: (message) => log.info(message),
    });
    return { ownerUrl, databaseUrl: config.databaseUrl };
  }
  const appPassword = readOrCreateSecret(join(config.dataDir, 'app-password'));
  await migrate({ ownerUrl, appPassword, log: (message) => log.info(message) });
  return { ownerUrl, databaseUrl: Object.assign(new URL(ownerUrl), { username: appRole, password: appPassword }).href };
}
