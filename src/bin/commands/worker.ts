import { loadConfig, requireConnections } from '../../config/config.ts';
import { openDatabase } from '../../persistence/database/database.ts';
import { createLog } from '../../runtime/log.ts';
import { runWorker } from '../compose/worker.ts';
import { runParts } from '../compose/run-parts.ts';

/** Runs only a worker, with the configured PostgreSQL and Temporal server, until a signal comes. */
export async function runWorkerAlone(): Promise<void> {
  const config = requireConnections(loadConfig(process.env));
  const log = createLog({ level: config.logLevel ?? 'info' });
  await runParts({ config, log }, async (supervisor) => {
    const database = await openDatabase({ url: config.databaseUrl });
    await supervisor.start('database connections', async () => ({ stop: () => database.close() }));
    await supervisor.start('worker', () => runWorker({ config, database, log, onFailure: supervisor.fail }));
    log.info({ taskQueue: config.taskQueue }, 'the worker is ready');
  });
}
