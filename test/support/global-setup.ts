import { startTestEnvironment, type TestEnvironment } from './environment.ts';
import { prepareTemplate } from './test-database.ts';

declare global {
  var annexTestEnvironment: TestEnvironment | undefined;
}

/** Runs once before all tests: starts the servers and migrates the template database that every test file clones. */
export default async function globalSetup(): Promise<void> {
  const environment = await startTestEnvironment();
  globalThis.annexTestEnvironment = environment;
  process.env['ANNEX_TEST_POSTGRES_URL'] = environment.postgres.ownerUrl;
  process.env['ANNEX_TEST_TEMPORAL_ADDRESS'] = environment.temporal.address;
  await prepareTemplate(environment.postgres.ownerUrl);
}
