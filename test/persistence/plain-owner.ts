import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { migrate, migrateDown } from '../../src/persistence/database/migrate.ts';
import { migrations } from '../../src/persistence/migrations/migrations.ts';
import { runAsOwner } from '../support/postgres-admin.ts';
import type { TestDatabase } from '../support/test-database.ts';

/** An owner of the tables that is not a superuser, to whom row-level security applies. */
export interface PlainOwner {
  /** Reverts one migration and applies it again to the existing rows. */
  migrateAgain(name: string): Promise<void>;
  /** Drops the tables and the owner. Call it before dropping the database. */
  drop(): Promise<void>;
}

/** Transfers the schema of a test database to such an owner. */
export async function createPlainOwner({ ownerUrl }: TestDatabase): Promise<PlainOwner> {
  await migrateDown({ ownerUrl });
  const database = new URL(ownerUrl).pathname.slice(1);
  const name = `owner_${database.slice(-8)}`;
  await runAsOwner(ownerUrl, [
    `drop extension btree_gist`,
    `drop table migration`,
    `create role ${name} login password 'owner'`,
    `grant create on schema public to ${name}`,
    `grant create on database "${database}" to ${name}`,
  ]);
  const url = Object.assign(new URL(ownerUrl), { username: name, password: 'owner' }).href;
  await migrate({ ownerUrl: url });
  return {
    migrateAgain: (migration) => migrateAgain(url, migration),
    drop: async () => {
      await migrateDown({ ownerUrl: url });
      await runAsOwner(ownerUrl, [`drop owned by ${name}`, `drop role ${name}`]);
    },
  };
}

async function migrateAgain(clientUrl: string, migration: string): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { migrationsList: [...migrations], tableName: 'migration', snapshot: false, silent: true },
  });
  await orm.migrator.down({ migrations: [migration] });
  await orm.migrator.up({ migrations: [migration] });
  await orm.close();
}
