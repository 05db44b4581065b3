import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reclaimChild } from '../../src/runtime/child-record.ts';
import { startPostgres, type PostgresServer } from '../../src/runtime/embedded-postgres.ts';
import { createLog } from '../../src/runtime/log.ts';
import { OperatorError } from '../../src/runtime/operator-error.ts';
import { locateTemporal } from '../../src/runtime/temporal-binary.ts';
import { startTemporal, type TemporalServer } from '../../src/runtime/temporal-server.ts';
import { testDynamicConfig } from '../../src/runtime/temporal-settings.ts';

const prefix = 'annex-test-';

/** The PostgreSQL and Temporal servers of one test run. */
export interface TestEnvironment {
  readonly postgres: PostgresServer;
  readonly temporal: TemporalServer;
  stop(): Promise<void>;
}

/** Starts one PostgreSQL and one Temporal server on free ports, with data in a temporary folder and without fsync. */
export async function startTestEnvironment(): Promise<TestEnvironment> {
  await stopAbandonedServers();
  const root = mkdtempSync(join(tmpdir(), prefix));
  const log = createLog({ level: 'error' });
  const binary = await locateTemporal(process.env['ANNEX_TEMPORAL_CLI']);
  const temporal = await startTemporal({
    binary,
    dataDir: join(root, 'temporal'),
    log,
    extraDynamicConfig: testDynamicConfig,
  });
  const postgres = await startPostgres({ dataDir: join(root, 'postgres'), durability: 'none', log }).catch(
    async (error: unknown) => {
      await temporal.stop();
      throw error;
    },
  );
  return {
    postgres,
    temporal,
    stop: async () => {
      await Promise.all([postgres.stop(), temporal.stop()]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Stops the servers of killed test runs and removes their folders. */
async function stopAbandonedServers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const root = join(tmpdir(), name);
    try {
      await reclaimChild({ dataDir: join(root, 'postgres'), name: 'postgres' });
      await reclaimChild({ dataDir: join(root, 'temporal'), name: 'temporal' });
      if (isOld(root)) rmSync(root, { recursive: true, force: true });
    } catch (error) {
      // An OperatorError: that test run is still running.
      if (!(error instanceof OperatorError)) throw error;
    }
  }
}

/** A younger folder may belong to a run that has not recorded its servers yet. */
function isOld(root: string): boolean {
  const oneHourMs = 3_600_000;
  return Date.now() - (statSync(root, { throwIfNoEntry: false })?.mtimeMs ?? 0) > oneHourMs;
}
