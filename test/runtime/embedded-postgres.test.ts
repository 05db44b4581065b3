import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, type PostgresServer } from '../../src/runtime/embedded-postgres.ts';
import { createLog } from '../../src/runtime/log.ts';
import { runAsOwner } from '../support/postgres-admin.ts';

const log = createLog({ level: 'silent' });

describe('startPostgres', () => {
  let dataDir: string;
  let server: PostgresServer;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'annex-postgres-'));
    server = await startPostgres({ dataDir, log });
  });

  afterEach(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('keeps committed data when it is killed and restarted', async () => {
    await runAsOwner(server.ownerUrl, ['create table kept (id integer)', 'insert into kept values (1)']);
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    server = await startPostgres({ dataDir, log });
    await expect(runAsOwner(server.ownerUrl, ['select 1 / count(*) from kept'])).resolves.toBeUndefined();
  });

  it('ignores a lock file whose process id now belongs to another program', async () => {
    await server.stop();
    writeFileSync(join(dataDir, 'data', 'postmaster.pid'), `${process.pid}\n`);
    server = await startPostgres({ dataDir, log });
    await expect(runAsOwner(server.ownerUrl, ['select 1'])).resolves.toBeUndefined();
  });

  it('refuses a data folder that is in use', async () => {
    await expect(startPostgres({ dataDir, log })).rejects.toThrow(
      `The data folder ${dataDir} is in use by process ${process.pid}. Stop that one first, or set ANNEX_DATA_DIR to another folder.`,
    );
  });

  it('reports a port that is in use', async () => {
    const other = mkdtempSync(join(tmpdir(), 'annex-postgres-'));
    await expect(startPostgres({ dataDir: other, port: server.port, log })).rejects.toThrow(
      `Cannot start PostgreSQL on 127.0.0.1:${server.port}: another program already uses this port.`,
    );
    rmSync(other, { recursive: true, force: true });
  });
});
