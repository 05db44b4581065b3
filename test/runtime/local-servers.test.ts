import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProcess } from '../../src/runtime/process-table.ts';
import { waitFor } from '../support/wait-for.ts';
import { descendantsOf } from '../support/process-tree.ts';
import { runAsOwner } from '../support/postgres-admin.ts';
import { setFirstPort } from '../support/first-port.ts';
import { startProgram, type RunningProgram } from '../support/program.ts';

const script = fileURLToPath(new URL('../support/programs/local-servers.ts', import.meta.url));

interface Ready {
  readonly pid: number;
  readonly port: number;
  readonly ownerUrl: string;
  readonly temporalAddress: string;
}

describe('the local servers of one data folder', () => {
  let dataDir: string;
  const running: RunningProgram[] = [];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'annex-servers-'));
    setFirstPort(dataDir, 15_100);
  });

  afterEach(async () => {
    for (const program of running.splice(0)) {
      program.process.kill('SIGTERM');
      await program.ended;
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = (): RunningProgram => {
    const program = startProgram(script, { ANNEX_DATA_DIR: dataDir, DATABASE_URL: '', TEMPORAL_ADDRESS: '' });
    running.push(program);
    return program;
  };
  const startReady = async (): Promise<RunningProgram & { readonly ready: Ready }> => {
    const program = start();
    await program.waitForLine(/"msg":"ready"/);
    return { ...program, ready: readyOf(program) };
  };
  /** The log hides the password, so the URL is built from the data folder. */
  const readyOf = ({ lines }: RunningProgram): Ready => {
    const { pid, port, temporalAddress } = JSON.parse(lines.find((line) => line.includes('"msg":"ready"')) ?? '{}') as Ready;
    const password = readFileSync(join(dataDir, 'postgres', 'owner-password'), 'utf8');
    return { pid, port, temporalAddress, ownerUrl: `postgresql://annex_owner:${password}@127.0.0.1:${port}/annex` };
  };
  const childPids = (): number[] =>
    ['postgres', 'temporal'].map(
      (name) => JSON.parse(readFileSync(join(dataDir, name, `${name}.process.json`), 'utf8')).child.pid,
    );

  const isGuard = (pid: number): boolean => findProcess(pid)?.commandLine.includes('annex-orphan-guard') === true;

  it('stop in order, once, for any number of Ctrl-C, and leave no process or lock', async () => {
    const program = await startReady();
    const pids = childPids();
    const guards = descendantsOf(program.pid).filter(isGuard);
    for (let press = 0; press < 5; press += 1) program.process.kill('SIGINT');
    await expect(program.ended).resolves.toBe(0);
    expect(pids.map(findProcess)).toEqual([undefined, undefined]);
    await waitFor('nothing watches over them', async () => !guards.some(isGuard));
    expect(readdirSync(dataDir).toSorted()).toEqual(['ports.json', 'postgres', 'temporal']);
    expect(readdirSync(join(dataDir, 'postgres', 'data'))).not.toContain('postmaster.pid');
  });

  it('stop cleanly on a signal during the start', async () => {
    const program = start();
    await program.waitForLine(/"msg":"starting"/);
    program.process.kill('SIGTERM');
    await expect(program.ended).resolves.toBe(0);
    expect(readdirSync(dataDir)).not.toContain('annex.lock');
  });

  it('restart a killed PostgreSQL on the same port', async () => {
    const program = await startReady();
    process.kill(program.ready.pid, 'SIGKILL');
    await program.waitForLine(/PostgreSQL runs again/);
    await runAsOwner(program.ready.ownerUrl, ['select 1']);
    expect(program.lines.join('\n')).toContain(
      'PostgreSQL exited unexpectedly (signal SIGKILL); restarting it in 100 ms (1 of 5)',
    );
  });

  it('end when their owner is killed, together with their watchdogs', async () => {
    const program = await startReady();
    const pids = childPids();
    expect(pids.map((pid) => findProcess(pid) !== undefined)).toEqual([true, true]);
    const guards = descendantsOf(program.pid).filter((pid) => !pids.includes(pid) && isGuard(pid));
    expect(guards).toHaveLength(2);
    program.process.kill('SIGKILL');
    await program.ended;
    await waitFor('both servers have ended', async () => pids.every((pid) => findProcess(pid) === undefined));
    await waitFor('their guards too', async () => guards.every((pid) => findProcess(pid) === undefined));
    expect(readdirSync(join(dataDir, 'postgres', 'data'))).not.toContain('postmaster.pid');
  });

  it('are stopped by the next start after a SIGKILL of their owner, and keep the data', async () => {
    const first = await startReady();
    await runAsOwner(first.ready.ownerUrl, ['create table survivor (id integer)', 'insert into survivor values (42)']);
    const orphans = childPids();
    first.process.kill('SIGKILL');
    await first.ended;
    const second = await startReady();
    expect(orphans.map(findProcess)).toEqual([undefined, undefined]);
    expect(second.ready.port).toBe(first.ready.port);
    expect(second.ready.temporalAddress).toBe(first.ready.temporalAddress);
    await runAsOwner(second.ready.ownerUrl, ['select 1 / count(*) from survivor where id = 42']);
  });

  it('refuse a data folder that another instance uses, with its process id', async () => {
    const first = await startReady();
    const second = start();
    await expect(second.ended).resolves.toBe(1);
    expect(second.lines).toContain(
      `annex: The data folder ${dataDir} is in use by Annex process ${first.pid}. Stop that one first, or set ANNEX_DATA_DIR to another folder.`,
    );
  });
});
