import { loadConfig, requireConnections } from '../../config/config.ts';
import { instantAt } from '../../domain/time/instant.ts';
import { type Database, openDatabase } from '../../persistence/database/database.ts';
import { tenantDirectory } from '../../persistence/database/tenants.ts';
import { createLog, type Log } from '../../runtime/log.ts';
import { runApi } from '../compose/api.ts';
import { runParts } from '../compose/run-parts.ts';

/** Runs only the API, with the configured PostgreSQL and Temporal server, until a signal comes. */
export async function runServer(): Promise<void> {
  const config = requireConnections(loadConfig(process.env));
  const log = createLog({ level: config.logLevel ?? 'info' });
  await runParts({ config, log }, async (supervisor) => {
    const database = await openDatabase({ url: config.databaseUrl });
    await supervisor.start('database connections', async () => ({ stop: () => database.close() }));
    const api = await supervisor.start('api', () => runApi({ config, database, log }));
    log.info({ url: api.url }, 'the API is ready');
    if (config.apiKey !== undefined) await warnOfInvalidKey(database, config.apiKey, log);
  });
}

/** The server may not create keys: `annex migrate` gives the local tenant the key of the setting. */
async function warnOfInvalidKey(database: Database, apiKey: string, log: Log): Promise<void> {
  const finding = tenantDirectory(database).findBySecret(apiKey, instantAt(Date.now()));
  const caller = await finding.catch((error: unknown) => error);
  if (caller === null) log.warn('ANNEX_API_KEY is not a key in the database: run `annex migrate` with this setting');
}
