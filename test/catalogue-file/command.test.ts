import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiUnderTest, startApi } from '../api/start-api.ts';

const example = new URL('../../examples/catalogue.json', import.meta.url).pathname;
const program = new URL('../../src/bin/annex.ts', import.meta.url).pathname;
let api: ApiUnderTest;
let folder: string;

beforeAll(async () => {
  api = await startApi();
  folder = mkdtempSync(join(tmpdir(), 'annex-catalogue-'));
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

/** Runs `annex catalog …` against the API of this test; returns its exit code and the printed lines. */
const catalog = (...args: readonly string[]) =>
  new Promise<{ readonly code: number; readonly lines: readonly string[] }>((resolve) => {
    const env = { PATH: process.env['PATH'], ANNEX_URL: api.url, ANNEX_API_KEY: api.key };
    const child = execFile(process.execPath, [program, 'catalog', ...args], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, lines: `${stdout}${stderr}`.trim().split('\n') });
    });
  });

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('annex catalog', () => {
  it('3-12 shows the changes of a file, applies it, and changes nothing when it, or an export, is applied again', async () => {
    const dry = await catalog('apply', example, '--dry-run');
    expect([dry.code, dry.lines.at(-1)]).toEqual([0, 'Dry run: 16 created, 0 updated, 0 new versions, 0 unchanged']);
    const applied = await catalog('apply', example);
    expect([applied.code, applied.lines[6], applied.lines.at(-1)]).toEqual([
      0,
      'create  add-on           water',
      '16 created, 0 updated, 0 new versions, 0 unchanged',
    ]);
    const unchanged = '0 created, 0 updated, 0 new versions, 16 unchanged';
    expect((await catalog('apply', example)).lines.at(-1)).toBe(unchanged);
    const exported = join(folder, 'exported.json');
    expect((await catalog('export', exported)).code).toBe(0);
    const again = await catalog('apply', exported);
    expect([again.lines[6], again.lines.at(-1)]).toEqual(['no change  add-on           water', unchanged]);
  });

  it('3-12 applies a CSV file of prices', async () => {
    await catalog('apply', example);
    const prices = join(folder, 'prices.csv');
    await catalog('export', prices);
    const dearer = readFileSync(prices, 'utf8').replace('12.00', '13.00');
    const reply = await catalog('apply', file('dearer.csv', dearer), '--dry-run');
    expect([reply.lines[1], reply.lines.at(-1)]).toEqual([
      'new version  add-on           seats',
      'Dry run: 0 created, 0 updated, 1 new versions, 9 unchanged',
    ]);
  });

  it('exits with 1 and prints one line for each issue if the file is refused', async () => {
    await catalog('apply', example);
    const names = 'offeringKind,offeringKey,rateCardKey,priceKey';
    const reply = await catalog('apply', file('bad.csv', `${names},currency\naddOn,ice,ice,ice,USD\n`));
    expect([reply.code, ...reply.lines]).toEqual([
      1,
      'annex: The request is not valid. Nothing was changed:',
      '  row 2, offeringKey: The add-on `ice` was not found. (offering_not_found)',
    ]);
    const missing = await catalog('apply', join(folder, 'nothing.json'));
    expect([missing.code, missing.lines[0]]).toEqual([1, expect.stringMatching(/^annex: Cannot read /)]);
  });
});
