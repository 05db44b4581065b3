import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type Transaction } from '@mikro-orm/postgresql';
import { invariant } from '../../domain/invariant.ts';
import { ensureAppRole } from './app-role.ts';
import { migrations } from '../migrations/migrations.ts';
import { appRole } from '../migrations/table-rules.ts';

export interface MigrateOptions {
  /** Connection URL as the role that owns the tables. */
  readonly ownerUrl: string;
  /** The new password of the app role; without it the role keeps its password. */
  readonly appPassword?: string | undefined;
  readonly log?: ((message: string) => void) | undefined;
}

/** An arbitrary number: the advisory lock that serialises runs on one database. */
const migrationLock = 4_183_201;

/**
 * Creates the app role if the owner may, then applies the pending migrations, in one transaction. Concurrent runs are safe: the
 * second waits and has nothing to do. Returns the names of the applied migrations.
 */
export async function migrate({ ownerUrl, appPassword, log }: MigrateOptions): Promise<{ readonly applied: string[] }> {
  return withMigrator(ownerUrl, async (orm) => {
    await ensureAppRole(orm.em.fork(), { password: appPassword, log });
    const applied = await locked(orm, (transaction) => orm.migrator.up({ transaction }));
    for (const { name } of applied) log?.(`applied ${name}`);
    return { applied: applied.map(({ name }) => name) };
  });
}

/** Reverts every migration and deletes all data: for development and tests. The app role stays. */
export async function migrateDown({ ownerUrl }: Pick<MigrateOptions, 'ownerUrl'>): Promise<{ readonly reverted: string[] }> {
  return withMigrator(ownerUrl, async (orm) => {
    const reverted = await locked(orm, (transaction) => orm.migrator.down({ transaction, to: 0 }));
    return { reverted: reverted.map(({ name }) => name) };
  });
}

/** The connection URL of the app role on the server and database of the owner's URL. */
export function appRoleUrl(ownerUrl: string, appPassword: string): string {
  const url = new URL(ownerUrl);
  url.username = appRole;
  url.password = encodeURIComponent(appPassword);
  return url.href;
}

/** Runs work in one transaction, under the lock against concurrent migrations of this database. */
async function locked<T>(orm: MikroORM, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const em = orm.em.fork();
  return em.transactional(async (locking) => {
    await locking.execute('select pg_advisory_xact_lock(?)', [migrationLock]);
    const transaction = locking.getTransactionContext();
    invariant(transaction, 'a transaction has begun');
    return work(transaction);
  });
}

async function withMigrator<T>(ownerUrl: string, work: (orm: MikroORM) => Promise<T>): Promise<T> {
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    pool: { min: 0, max: 2 },
    migrations: {
      migrationsList: [...migrations],
      tableName: 'migration',
      snapshot: false,
      disableForeignKeys: false,
      silent: true,
    },
  });
  try {
    return await work(orm);
  } finally {
    await orm.close();
  }
}
