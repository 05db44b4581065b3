import { ConfigError, loadConfig } from '../../config/config.ts';
import { migrate } from '../../persistence/database/migrate.ts';
import { createLog } from '../../runtime/log.ts';
import { ensureLocalTenant } from '../local/local-tenant.ts';

/**
 * Migrates the database as the owner of its tables and sets the password of the role in DATABASE_URL. With ANNEX_API_KEY the
 * sandbox tenant `local` gets that key, which replaces the former key of the setting.
 * @throws ConfigError if no owner is configured.
 */
export async function runMigrate(): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLog({ level: config.logLevel ?? 'info' });
  const ownerUrl = config.databaseOwnerUrl;
  if (ownerUrl === undefined || config.databaseUrl === undefined) {
    throw new ConfigError([
      'Set ANNEX_DATABASE_OWNER_URL to the role that owns the tables and DATABASE_URL to the role annex_app, as which the program connects.',
    ]);
  }
  const { applied } = await migrate({
    ownerUrl,
    appPassword: decodeURIComponent(new URL(config.databaseUrl).password),
    log: (message) => log.info(message),
  });
  if (config.apiKey !== undefined) await ensureLocalTenant(ownerUrl, config.apiKey);
  log.info({ applied }, applied.length === 0 ? 'the database is up to date' : 'migrated the database');
}
