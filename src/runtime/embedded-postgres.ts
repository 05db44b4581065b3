import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetChild, reclaimChild, recordChild } from './child-record.ts';
import type { Log } from './log.ts';
import { startChild, type ChildExit, type ManagedChild } from './managed-child.ts';
import { OperatorError } from './operator-error.ts';
import { findFreePorts } from './ports.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { databaseName, ownerRole, postgresEnvironment, prepareCluster, type PostgresCluster } from './postgres-cluster.ts';
import { postgresSettings, type Durability } from './postgres-settings.ts';
import { selectServerUser, type ServerUser } from './server-user.ts';

export interface PostgresOptions {
  /** Folder of this server alone; created if missing. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1; any free one if left out or 0. */
  readonly port?: number;
  /** `none` loses data in a power cut and is meant for tests only. */
  readonly durability?: Durability;
  readonly log: Log;
}

export interface PostgresServer {
  /** Connection URL of the superuser that owns the schema. Secret. */
  readonly ownerUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<ChildExit>;
  /** Connection URL of another role or database of this server. Secret. */
  url(login: { readonly role: string; readonly password: string; readonly database?: string }): string;
  /** Ends all sessions, writes a checkpoint and stops. */
  stop(): Promise<void>;
}

const childName = 'postgres';
const stopGraceMs = 15_000;
/** Sessions are ended, nothing committed is lost. */
const fastShutdown = 'SIGINT';
const startAttempts = 20;
const retryDelayMs = 250;

/**
 * Starts the embedded PostgreSQL on 127.0.0.1 with the data in `dataDir`, and waits until it accepts connections. It recovers by
 * itself after a crash or a SIGKILL. Stops an orphan of a killed Annex first.
 * @throws OperatorError if the folder is in use or not writable, or the port is taken.
 */
export async function startPostgres({ dataDir, port, durability = 'full', log }: PostgresOptions): Promise<PostgresServer> {
  const orphan = await reclaimChild({ dataDir, name: childName });
  if (orphan !== undefined) log.warn({ pid: orphan }, 'stopped a PostgreSQL that an earlier run left behind');
  const binaries = findPostgresBinaries();
  const user = selectServerUser({ dataDir: join(dataDir, 'data'), paths: [join(dataDir, 'data'), binaries.postgres] });
  const cluster = await prepareCluster({ dataDir, binaries, user });
  const actualPort = port === undefined || port === 0 ? await freePort() : port;
  const args = ['-D', cluster.pgData, '-p', String(actualPort), ...postgresSettings(durability)];
  const child = await startUntilReady({ program: binaries.postgres, args, user, port: actualPort, dataDir, log });
  return describeServer({ child, cluster, port: actualPort, dataDir });
}

interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly user: ServerUser;
  readonly port: number;
  readonly dataDir: string;
  readonly log: Log;
}

/** After a SIGKILL the old backends need a moment to notice it; until then their shared memory blocks a new start. */
async function startUntilReady(launch: Launch): Promise<ManagedChild> {
  for (let attempt = 1; ; attempt += 1) {
    const started = await tryStart(launch);
    if ('child' in started) return started.child;
    const reason = started.exit.lastLines.join('\n');
    if (attempt === startAttempts || !/shared memory block .* is still in use/.test(reason))
      throw startFailure(reason, launch.port);
    await sleep(retryDelayMs);
  }
}

async function tryStart({ program, args, user, dataDir, log }: Launch): Promise<{ child: ManagedChild } | { exit: ChildExit }> {
  let becomeReady: (ready: 'ready') => void;
  const ready = new Promise<'ready'>((resolve) => {
    becomeReady = resolve;
  });
  const onLine = (line: string): void => {
    if (line.includes('database system is ready to accept connections')) becomeReady('ready');
    if (/ (FATAL|PANIC): /.test(line)) log.warn({ part: childName }, line);
    else log.debug({ part: childName }, line);
  };
  const child = await startChild({
    ...user.command(program, args),
    options: { ...user.ids, env: postgresEnvironment },
    orphanSignal: fastShutdown,
    onLine,
  });
  recordChild({ dataDir, name: childName, pid: child.pid });
  const outcome = await Promise.race([ready, child.exited]);
  if (outcome === 'ready') return { child };
  forgetChild({ dataDir, name: childName });
  return { exit: outcome };
}

function startFailure(reason: string, port: number): OperatorError {
  if (/could not bind .*Address already in use|Address already in use/.test(reason)) {
    return new OperatorError(
      `Cannot start PostgreSQL on 127.0.0.1:${port}: another program already uses this port. Start again, or delete ports.json in the data folder to choose new ones.`,
    );
  }
  if (/No space left on device|Disk quota exceeded/.test(reason)) {
    return new OperatorError('Cannot start PostgreSQL: the disk is full. Free some space and start again; no data is lost.');
  }
  return new OperatorError(`PostgreSQL stopped while starting:\n${reason}`);
}

function describeServer(server: {
  child: ManagedChild;
  cluster: PostgresCluster;
  port: number;
  dataDir: string;
}): PostgresServer {
  const { child, cluster, port, dataDir } = server;
  const url: PostgresServer['url'] = ({ role, password, database = databaseName }) =>
    `postgresql://${encodeURIComponent(role)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  return {
    ownerUrl: url({ role: ownerRole, password: cluster.ownerPassword }),
    port,
    pid: child.pid,
    exited: child.exited,
    url,
    stop: async () => {
      await child.stop({ signal: fastShutdown, graceMs: stopGraceMs });
      forgetChild({ dataDir, name: childName });
    },
  };
}

async function freePort(): Promise<number> {
  const [port = 0] = await findFreePorts(1);
  return port;
}
