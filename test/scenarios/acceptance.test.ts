import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePorts } from '../../src/runtime/ports.ts';
import { apiClient, type ApiClient, type ListOf } from '../support/api-client.ts';
import { setFirstPort } from '../support/first-port.ts';
import { descendantsOf, processesNaming } from '../support/process-tree.ts';
import { type RunningProgram, startProgram } from '../support/program.ts';
import { waitFor } from '../support/wait-for.ts';
import { invoicesOf } from '../support/subscribe.ts';

// The first use: `npm start` in a new folder, the acceptance script as a client, a restart, and a SIGKILL of all processes.

const pathOf = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const key = 'sk_acceptance_test';

let dataDir: string;
let url: string;
let annex: RunningProgram;
let api: ApiClient;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'annex-acceptance-'));
  setFirstPort(dataDir, 15_200);
  const [port = 0] = await findFreePorts(1);
  url = `http://127.0.0.1:${port}`;
  api = apiClient({ url, key });
  await startAnnex();
}, 60_000);
afterAll(async () => {
  annex.process.kill('SIGTERM');
  await annex.ended;
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

/** Starts the program that `npm start` runs. */
async function startAnnex(): Promise<void> {
  annex = startProgram([pathOf('tools/setup/run.mjs'), pathOf('src/bin/annex.ts'), 'dev'], {
    ANNEX_PORT: new URL(url).port,
    ANNEX_DATA_DIR: dataDir,
    ANNEX_API_KEY: key,
  });
  await annex.waitForLine(/Annex is ready/);
}

/** Runs the acceptance script; returns its last line if it succeeds. */
async function runMainJob(): Promise<string | undefined> {
  const script = startProgram(pathOf('test/acceptance/main-job.mjs'), { ANNEX_URL: url, ANNEX_API_KEY: key });
  const code = await script.ended;
  if (code !== 0) throw new Error(`the main job ended with ${code}:\n${script.lines.join('\n')}`);
  return script.lines.at(-1);
}

/** All subscriptions and documents, read over the API. */
async function books(): Promise<readonly string[]> {
  const { data } =
    await api.get<ListOf<{ readonly id: string; readonly revision: number; readonly status: string }>>(
      '/v1/subscriptions?limit=100',
    );
  const lines = await Promise.all(
    data.map(async ({ id, revision, status }) => {
      const invoices = (await invoicesOf(api, id)).map(({ number, total }) => `${number} ${total.amount}`);
      return `${id} ${revision} ${status}: ${invoices.join(', ')}`;
    }),
  );
  return lines.toSorted();
}

describe('annex in a new folder', () => {
  it('passes the acceptance script twice in a row', async () => {
    await expect(runMainJob()).resolves.toMatch(/main job done/);
    await expect(runMainJob()).resolves.toMatch(/main job done/);
    await expect(books()).resolves.toHaveLength(4);
  }, 30_000);

  it('stops at SIGTERM without an orphan or a stale lock, and passes the acceptance script again after a restart', async () => {
    const tree = descendantsOf(annex.pid);
    expect(tree.length).toBeGreaterThan(2);
    const before = await books();
    annex.process.kill('SIGTERM');
    await annex.ended;
    expect(tree.filter(isAlive)).toEqual([]);
    expect(processesNaming(dataDir)).toEqual([]);
    expect(existsSync(join(dataDir, 'annex.lock'))).toBe(false);
    await startAnnex();
    expect(await books()).toEqual(before);
    await expect(runMainJob()).resolves.toMatch(/main job done/);
  }, 40_000);

  it('loses nothing if all processes are killed, and continues after a restart', async () => {
    const before = await books();
    expect(before).toHaveLength(6);
    for (const pid of [annex.pid, ...descendantsOf(annex.pid)]) process.kill(pid, 'SIGKILL');
    await annex.ended;
    await waitFor('the killed tree is gone', async () => processesNaming(dataDir).length === 0);
    await startAnnex();
    expect(await books()).toEqual(before);
    await expect(runMainJob()).resolves.toMatch(/main job done/);
  }, 40_000);
});

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`);
}
