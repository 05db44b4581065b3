import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../../config/config.ts';
import { AdministrationRefused, asOwner, type OwnerTransaction } from '../../persistence/database/administration.ts';
import { DatabaseUnavailable, PersistenceConflict, sqlState } from '../../persistence/database/errors.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { storedPort } from '../../runtime/ports.ts';
import { databaseName, ownerRole } from '../../runtime/postgres-cluster.ts';

/**
 * Runs work in one transaction as the owner of the tables: with ANNEX_DATABASE_OWNER_URL, or on the local instance.
 * @throws OperatorError with what to do if there is none, it does not answer, or the work was refused.
 */
export const administer = <T>(config: Config, work: (em: OwnerTransaction) => Promise<T>): Promise<T> =>
  administerAt(findOwnerUrl(config), work);

/** The same with a given URL. */
export async function administerAt<T>(ownerUrl: string, work: (em: OwnerTransaction) => Promise<T>): Promise<T> {
  try {
    return await asOwner(ownerUrl, work);
  } catch (error) {
    throw explain(error, new URL(ownerUrl).host);
  }
}

function findOwnerUrl({ databaseOwnerUrl, databaseUrl, dataDir }: Config): string {
  if (databaseOwnerUrl !== undefined) return databaseOwnerUrl;
  if (databaseUrl !== undefined)
    throw new ConfigError([
      'Set ANNEX_DATABASE_OWNER_URL to the role that owns the tables: DATABASE_URL is for the program alone.',
    ]);
  const port = storedPort(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres', 'owner-password');
  if (port === undefined || !existsSync(passwordFile))
    throw new OperatorError('There is no database: run `npm start` first, or set ANNEX_DATABASE_OWNER_URL.');
  const password = encodeURIComponent(readFileSync(passwordFile, 'utf8').trim());
  return `postgresql://${ownerRole}:${password}@127.0.0.1:${port}/${databaseName}`;
}

function explain(error: unknown, host: string): unknown {
  if (error instanceof AdministrationRefused) return new OperatorError(error.message, { cause: error });
  if (error instanceof DatabaseUnavailable)
    return new OperatorError(`PostgreSQL does not answer at ${host}: start it first. (${error.message})`, { cause: error });
  if (error instanceof PersistenceConflict)
    return new OperatorError(
      `The database refused this: ${error.message}. ANNEX_DATABASE_OWNER_URL must be the owner of the tables.`,
      {
        cause: error,
      },
    );
  const isMissing = ['42P01', '42703', '3D000'].includes(sqlState(error) ?? '');
  return isMissing ? new OperatorError('The database is not up to date: run `annex migrate` first.', { cause: error }) : error;
}
