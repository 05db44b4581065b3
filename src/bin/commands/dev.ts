import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, type Config, type ConnectedConfig } from '../../config/config.ts';
import { findInstance, lockDataDir } from '../../runtime/instance-lock.ts';
import { createLog, type Log } from '../../runtime/log.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { choosePorts } from '../../runtime/ports.ts';
import { readOrCreateSecret } from '../../runtime/secret-file.ts';
import { createSupervisor, stopOnSignals, type Supervisor } from '../../runtime/supervisor.ts';
import { welcome } from '../local/welcome.ts';
import { connectDatabase, startLocalServers, stopOrphans } from '../local/local-servers.ts';
import { assertPortFree } from '../local/port-check.ts';

/** Runs the whole stack on this machine until a signal comes. `fresh` deletes the data folder first, unless it is in use. */
export async function runDev({ data }: { readonly data: 'keep' | 'fresh' }): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLog({ level: config.logLevel ?? 'warn' });
  const supervisor = createSupervisor({ log });
  stopOnSignals(supervisor);
  startEverything({ config, log, supervisor, data }).catch((error: unknown) => supervisor.fail(error));
  await supervisor.finished;
}

interface DevRun {
  readonly config: Config;
  readonly log: Log;
  readonly supervisor: Supervisor;
  readonly data: 'keep' | 'fresh';
}

async function startEverything(run: DevRun): Promise<void> {
  const { config, log, supervisor, data } = run;
  for (const warning of config.warnings) log.warn(warning);
  refuseSecond(config.dataDir);
  await assertPortFree(config);
  if (data === 'fresh') await deleteData(run);
  const lock = await supervisor.start('data folder', async () => lockDataDir(config.dataDir));
  await stopOrphans({ dataDir: config.dataDir, log });
  const ports = await choosePorts(config.dataDir);
  // The modules of worker and API take a while to load; that happens while the servers start.
  const [servers, { runWorker }, { runApi }, { openDatabase }, { ensureLocalTenant }] = await Promise.all([
    startLocalServers({ config, ports, log, supervisor }),
    import('../compose/worker.ts'),
    import('../compose/api.ts'),
    import('../../persistence/database/database.ts'),
    import('../local/local-tenant.ts'),
  ]);
  const { ownerUrl, databaseUrl } = await connectDatabase({ config, servers, log });
  const connected: ConnectedConfig = {
    ...config,
    databaseUrl,
    temporal: { ...config.temporal, address: servers.temporalAddress },
  };
  const database = await openDatabase({ url: databaseUrl });
  await supervisor.start('database connections', async () => ({ stop: () => database.close() }));
  const apiKey = config.apiKey ?? readOrCreateSecret(join(config.dataDir, 'api-key'), 'sk_sandbox_');
  await ensureLocalTenant(ownerUrl, apiKey);
  const [, api] = await Promise.all([
    supervisor.start('worker', () => runWorker({ config: connected, database, log, onFailure: supervisor.fail })),
    supervisor.start('api', () => runApi({ config: connected, database, log })),
  ]);
  lock.announce(api.url);
  process.stdout.write(welcome({ url: api.url, apiKey, temporalUiUrl: servers.temporalUiUrl, dataDir: config.dataDir }));
}

/** @throws OperatorError if another Annex already uses this data folder. */
function refuseSecond(dataDir: string): void {
  const running = findInstance(dataDir);
  if (running === undefined) return;
  const { pid, url } = running;
  const state = url === undefined ? 'is starting already' : `is running already at ${url}`;
  throw new OperatorError(
    `Annex ${state}, process ${pid}, with the data folder ${dataDir}. For a second one set ANNEX_DATA_DIR and ANNEX_PORT.`,
  );
}

async function deleteData({ config: { dataDir }, log }: DevRun): Promise<void> {
  const lock = lockDataDir(dataDir);
  await stopOrphans({ dataDir, log });
  await lock.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
