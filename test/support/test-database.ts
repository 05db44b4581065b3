import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { runAsOwner } from './postgres-admin.ts';

/** The database of one test file, migrated and empty. */
export interface TestDatabase {
  /** Connection URL of the role that the program uses; row-level security applies to it. */
  readonly url: string;
  /** Connection URL of the owner of the tables. */
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

const template = 'annex_template';
const appRole = 'annex_app';
const appPassword = 'annex-test-app';

/** Migrates the template once. `createTestDatabase` clones it, which takes some 30 ms. */
export async function prepareTemplate(serverUrl: string): Promise<void> {
  await runAsOwner(serverUrl, [`create database ${template}`]);
  const migration = new URL('../../src/persistence/database/migrate.ts', import.meta.url);
  if (!existsSync(migration)) return;
  const { migrate } = await import('../../src/persistence/database/migrate.ts');
  await migrate({ ownerUrl: withDatabase(serverUrl, template), appPassword });
}

/** Clones the template for one test file. Call `drop` in afterAll, after closing every connection. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env['ANNEX_TEST_POSTGRES_URL'];
  if (serverUrl === undefined)
    throw new Error('ANNEX_TEST_POSTGRES_URL is not set: run this test with jest and its global set-up.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runAsOwner(serverUrl, [`create database ${name} template ${template}`]);
  const ownerUrl = withDatabase(serverUrl, name);
  return {
    url: withLogin(ownerUrl, appRole, appPassword),
    ownerUrl,
    drop: () => runAsOwner(serverUrl, [`drop database ${name} with (force)`]),
  };
}

function withDatabase(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

function withLogin(url: string, username: string, password: string): string {
  return Object.assign(new URL(url), { username, password }).href;
}
