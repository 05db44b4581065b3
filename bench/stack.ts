import { type ChildProcess, spawn } from 'node:child_process';
import type { TenantId } from '../src/domain/ids.ts';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectClient } from '../src/bin/compose/temporal-connections.ts';
import { type ConnectedConfig, loadConfig, requireConnections } from '../src/config/config.ts';
import { appRoleUrl, migrate } from '../src/persistence/database/migrate.ts';
import { type Database, openDatabase } from '../src/persistence/database/database.ts';
import { asOwner, ensureTenant } from '../src/persistence/database/administration.ts';
import { findFreePorts } from '../src/runtime/ports.ts';
import { startPostgres } from '../src/runtime/embedded-postgres.ts';
import { createLog } from '../src/runtime/log.ts';
import { locateTemporal } from '../src/runtime/temporal-binary.ts';
import { startTemporal } from '../src/runtime/temporal-server.ts';
import type { DynamicConfig } from '../src/runtime/temporal-settings.ts';
import { apiClient, type ApiClient } from '../test/support/api-client.ts';
import { cpuSecondsOf } from './process-cpu.ts';

type Parts = 'api' | 'worker' | 'temporal' | 'postgres';

/** The whole program with each part in its own process, so that their CPU can be measured separately. This process is the load. */
export interface Stack {
  readonly api: ApiClient;
  readonly tenantId: TenantId;
  readonly config: ConnectedConfig;
  readonly database: Database;
  /** Prometheus text of the Temporal server; the counter `action` counts what Temporal Cloud would bill. */
  readonly metricsUrl: string;
  /** The SQLite file of the Temporal server. */
  readonly temporalFile: string;
  readonly temporal: ReturnType<typeof connectClient>;
  readonly pids: Readonly<Record<Parts, number>>;
  cpuSeconds(): Readonly<Record<Parts, number>>;
  /** Bytes of the database and of the Temporal server's file. */
  bytes(): Promise<{ readonly postgres: number; readonly temporal: number }>;
  startWorker(): Promise<void>;
  killWorker(): Promise<void>;
  /** Kills worker, Temporal server and PostgreSQL. */
  killTree(): Promise<void>;
  /** Starts everything again on the same data. */
  startTree(): Promise<void>;
  stop(): Promise<void>;
}

const appPassword = 'bench';
const tenant = { key: 'bench', name: 'Benchmark', mode: 'sandbox', apiKey: 'sk_sandbox_bench' } as const;
const program = fileURLToPath(new URL('../src/bin/annex.ts', import.meta.url));

interface StackOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of the Temporal server that replace those of the local one. */
  readonly extraDynamicConfig?: DynamicConfig;
}

/** Starts everything in a fresh folder with full durability. */
export async function startStack({ env = {}, extraDynamicConfig = {} }: StackOptions = {}): Promise<Stack> {
  const log = createLog({ level: 'error' });
  const folder = mkdtempSync(join(tmpdir(), 'annex-bench-'));
  const binary = await locateTemporal(process.env['ANNEX_TEMPORAL_CLI']);
  const [postgresPort = 0, grpc = 0, ui = 0, http = 0, metrics = 0, apiPort = 0] = await findFreePorts(6);
  const startServers = () =>
    Promise.all([
      startPostgres({ dataDir: join(folder, 'postgres'), port: postgresPort, log }),
      startTemporal({ binary, dataDir: join(folder, 'temporal'), ports: { grpc, ui, http, metrics }, extraDynamicConfig, log }),
    ]);
  let [postgres, temporalServer] = await startServers();
  await migrate({ ownerUrl: postgres.ownerUrl, appPassword });
  const variables = {
    ...env,
    ANNEX_PORT: String(apiPort),
    ANNEX_TASK_QUEUE: 'bench',
    DATABASE_URL: appRoleUrl(postgres.ownerUrl, appPassword),
    TEMPORAL_ADDRESS: temporalServer.address,
  };
  const config = requireConnections(loadConfig(variables));
  const database = await openDatabase({ url: config.databaseUrl, poolSize: 20 });
  const { id: tenantId } = await asOwner(postgres.ownerUrl, (em) => ensureTenant(em, tenant));
  const temporal = connectClient(config);
  const server = await spawnPart('server', variables);
  let worker = await spawnPart('worker', variables);
  return {
    api: apiClient({ url: `http://127.0.0.1:${apiPort}`, key: tenant.apiKey }),
    tenantId,
    config,
    database,
    metricsUrl: `http://127.0.0.1:${metrics}/metrics`,
    temporalFile: join(folder, 'temporal/temporal.db'),
    temporal,
    get pids() {
      return { api: server.pid ?? 0, worker: worker.pid ?? 0, temporal: temporalServer.pid, postgres: postgres.pid };
    },
    cpuSeconds: () => ({
      api: cpuSecondsOf(server.pid ?? 0),
      worker: cpuSecondsOf(worker.pid ?? 0),
      temporal: cpuSecondsOf(temporalServer.pid),
      postgres: cpuSecondsOf(postgres.pid),
    }),
    bytes: () => storedBytes(database, folder),
    async startWorker() {
      worker = await spawnPart('worker', variables);
    },
    async killWorker() {
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    },
    async killTree() {
      const ended = [once(worker, 'exit'), postgres.exited, temporalServer.exited];
      for (const pid of [worker.pid, temporalServer.pid, postgres.pid]) process.kill(pid ?? 0, 'SIGKILL');
      await Promise.all(ended);
    },
    async startTree() {
      [postgres, temporalServer] = await startServers();
      worker = await spawnPart('worker', variables);
    },
    async stop() {
      await Promise.all([server, worker].map(stopPart));
      await temporal.connection.close();
      await database.close();
      await temporalServer.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The disk usage of PostgreSQL and of Temporal's file. */
async function storedBytes(
  database: Database,
  folder: string,
): Promise<{ readonly postgres: number; readonly temporal: number }> {
  const [row] = await database.orm.em.fork().execute<{ size: string }[]>('select pg_database_size(current_database()) as size');
  const file = join(folder, 'temporal/temporal.db');
  return { postgres: Number(row?.size ?? 0), temporal: sizeOf(file) + sizeOf(`${file}-wal`) };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Asks a process to stop, and waits at most 10 s for it. */
async function stopPart(part: ChildProcess): Promise<void> {
  part.kill('SIGTERM');
  await Promise.race([once(part, 'exit'), new Promise((resolve) => setTimeout(resolve, 10_000))]);
}

const readyMessages = { server: 'the API is ready', worker: 'the worker is ready' } as const;

/** Starts a part of the program and waits until it reports that it is ready. */
async function spawnPart(name: keyof typeof readyMessages, variables: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const part = spawn(process.execPath, [program, name], {
    env: { ...process.env, ...variables, ANNEX_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of part.stdout) {
    if (String(chunk).includes(readyMessages[name])) break;
  }
  part.stdout.resume();
  return part;
}
