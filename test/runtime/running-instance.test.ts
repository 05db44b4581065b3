import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePorts } from '../../src/runtime/ports.ts';
import { setFirstPort } from '../support/first-port.ts';
import { type RunningProgram, startProgram } from '../support/program.ts';

// `npm start` and other commands on a machine where an Annex runs.

const annex = fileURLToPath(new URL('../../src/bin/annex.ts', import.meta.url));
let dataDir: string;
let other: string;
let port: number;
let first: RunningProgram;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'annex-instance-'));
  other = mkdtempSync(join(tmpdir(), 'annex-instance-'));
  setFirstPort(dataDir, 15_300);
  [port = 0] = await findFreePorts(1);
  first = run('dev');
  await first.waitForLine(/Annex is ready/);
}, 60_000);
afterAll(async () => {
  first.process.kill('SIGTERM');
  await first.ended;
  for (const folder of [dataDir, other]) rmSync(folder, { recursive: true, force: true });
});

function run(command: string, ...args: readonly string[]): RunningProgram {
  return runWith({}, command, ...args);
}

function runWith(env: Readonly<Record<string, string>>, command: string, ...args: readonly string[]): RunningProgram {
  const own = { ANNEX_DATA_DIR: dataDir, ANNEX_PORT: String(port), ANNEX_API_KEY: '', DATABASE_URL: '', TEMPORAL_ADDRESS: '' };
  return startProgram([annex, command, ...args], { ...own, ...env });
}

describe('a second npm start', () => {
  it.each([['dev'], ['dev', '--fresh']])('as %s %s prints the address and the process of the first one', async (...args) => {
    const second = run('dev', ...args.slice(1));
    await expect(second.ended).resolves.toBe(1);
    expect(second.lines).toEqual([
      `annex: Annex is running already at http://127.0.0.1:${port}, process ${first.pid}, with the data folder ${dataDir}. For a second one set ANNEX_DATA_DIR and ANNEX_PORT.`,
    ]);
  });

  it('with another data folder reports that an Annex uses the port', async () => {
    const second = runWith({ ANNEX_DATA_DIR: other }, 'dev');
    await expect(second.ended).resolves.toBe(1);
    expect(second.lines).toEqual([
      `annex: Another Annex, with another data folder, answers on 127.0.0.1:${port}. Stop it, or set ANNEX_PORT to a free port, for example ANNEX_PORT=3001.`,
    ]);
  });
});

describe('annex doctor', () => {
  it('recognises the running Annex and finds nothing wrong with it', async () => {
    const doctor = run('doctor');
    await expect(doctor.ended).resolves.toBe(0);
    expect(doctor.lines.join('\n')).toContain(`runs at http://127.0.0.1:${port}, process ${first.pid}`);
    expect(doctor.lines.join('\n')).toContain(`127.0.0.1:${port} is that of the running Annex`);
    expect(doctor.lines.at(-1)).toBe('Nothing is missing.');
  });

  it('reports that none runs in an unused folder', async () => {
    const doctor = runWith({ ANNEX_DATA_DIR: other, ANNEX_PORT: '0' }, 'doctor');
    await expect(doctor.ended).resolves.toBe(0);
    expect(doctor.lines.join('\n')).toMatch(/ok +Annex +does not run/);
  });

  it('with --repair finds the servers of the running Annex by its data folder', async () => {
    const repair = run('doctor', '--repair');
    await expect(repair.ended).resolves.toBe(0);
    expect(repair.lines).toEqual(['Looked at 0 running subscriptions. Each has its workflow.']);
  });

  it('with --repair says what to do in a folder without an Annex', async () => {
    const repair = runWith({ ANNEX_DATA_DIR: other }, 'doctor', '--repair');
    await expect(repair.ended).resolves.toBe(1);
    expect(repair.lines).toEqual(['annex: There is no instance on this machine: run `npm start` first, or set DATABASE_URL.']);
  });
});
