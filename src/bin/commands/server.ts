import { loadConfig, requireConnections } from '../../config/config.ts';
import { openDatabase } from '../../persistence/database.ts';
import { ensureTenant } from '../../persistence/tenants.ts';
import { createLog } from '../../runtime/log.ts';
import { runApi } from '../compose-api.ts';
import { localTenant } from '../local-tenant.ts';
import { runParts } from '../run-parts.ts';

/** Runs the API alone against the PostgreSQL and the Temporal server that the environment names, until a signal comes. */
export async function runServer(): Promise<void> {
  const config = requireConnections(loadConfig(process.env));
  const log = createLog({ level: config.logLevel ?? 'info' });
  await runParts({ config, log }, async (supervisor) => {
    const database = await openDatabase({ url: config.databaseUrl });
    await supervisor.start('database connections', async () => ({ stop: () => database.close() }));
    if (config.apiKey !== undefined) await ensureTenant(database, { ...localTenant, apiKey: config.apiKey });
    const api = await supervisor.start('api', () => runApi({ config, database, log }));
    log.info({ url: api.url }, 'the API is ready');
  });
}
