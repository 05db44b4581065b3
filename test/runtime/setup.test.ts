import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const build = new URL('../../tools/setup/temporal-build.mjs', import.meta.url).href;
const script = fileURLToPath(new URL('../../tools/setup/temporal-cli.mjs', import.meta.url));
/** Makes the download fail at once, so that the tests do not depend on the network. */
const offline = `data:text/javascript,globalThis.fetch = () => Promise.reject(new Error('offline'))`;
const remedy =
  'Install the Temporal CLI 1.9 or newer (https://docs.temporal.io/cli) or Go 1.26.8 or newer (https://go.dev/dl), or set TEMPORAL_ADDRESS to a server of yours.';

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

describe('the progress of a build', () => {
  it.each([
    ['while modules are fetched', { elapsedMs: 20_000, modules: 31, packages: 0 }, '  … 20 s: 31 modules fetched'],
    ['before an estimate', { elapsedMs: 30_000, modules: 240, packages: 80 }, '  … 30 s: 4 %, 80 of 1785 packages compiled'],
    [
      'at a quarter',
      { elapsedMs: 100_000, modules: 240, packages: 447 },
      '  … 100 s: 25 %, 447 of 1785 packages compiled, about 5 min left',
    ],
    [
      'with more packages than expected',
      { elapsedMs: 420_000, modules: 240, packages: 1790 },
      '  … 420 s: 99 %, 1790 of 1785 packages compiled, about 1 min left',
    ],
  ])('shows share and time left, %s', (_, done, line) => {
    const code = `import { progressOf } from ${JSON.stringify(build)}; process.stdout.write(progressOf(${JSON.stringify(done)}));`;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout).toBe(line);
  });
});

describe('finding a Temporal server', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'annex-setup-'));
    mkdirSync(join(folder, 'bin'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const findTemporal = (cache: string): { stdout: string; stderr: string; status: number | null } => {
    return spawnSync(process.execPath, ['--import', offline, script], {
      encoding: 'utf8',
      env: { PATH: join(folder, 'bin'), XDG_CACHE_HOME: cache, HOME: folder },
    });
  };
  const putProgram = (name: string, says: string): void => {
    const path = join(folder, 'bin', name);
    writeFileSync(path, `#!/bin/sh\necho '${says}'\n`);
    chmodSync(path, 0o755);
  };

  it('uses temporal 1.9 from the path', () => {
    putProgram('temporal', 'temporal version 1.9.0 (Server 1.32.0, UI 2.54.1)');
    expect(findTemporal(join(folder, 'cache')).stdout.trim()).toBe(join(folder, 'bin', 'temporal'));
  });

  it('uses a self-built one by the version of its server', () => {
    putProgram('temporal', 'temporal version 0.0.0-DEV (Server 1.32.0, UI 2.54.1)');
    expect(findTemporal(join(folder, 'cache')).stdout.trim()).toBe(join(folder, 'bin', 'temporal'));
  });

  it('ignores temporal 1.8 on the path and uses the one in the cache', () => {
    putProgram('temporal', 'temporal version 1.8.3 (Server 1.31.0, UI 2.50.0)');
    const cached = join(folder, 'cache', 'annex', `temporal-1.9.1-${process.platform}-${process.arch}`);
    mkdirSync(cached, { recursive: true });
    writeFileSync(join(cached, 'temporal'), '', { mode: 0o755 });
    expect(findTemporal(join(folder, 'cache')).stdout.trim()).toBe(join(cached, 'temporal'));
  });

  it('says what to install if it can neither download nor build one', () => {
    const { stderr, status } = findTemporal(join(folder, 'cache'));
    expect(status).toBe(1);
    expect(lastLine(stderr)).toBe(
      `annex: There is no Temporal server yet, it could not be downloaded, and Go, which could build it, is not installed. ${remedy}`,
    );
    expect(readdirSync(join(folder, 'cache', 'annex'))).toEqual([`temporal-1.9.1-${process.platform}-${process.arch}`]);
  });

  it('names the required Go version if the one on the path is too old', () => {
    putProgram('go', 'go1.21.0');
    expect(lastLine(findTemporal(join(folder, 'cache')).stderr)).toBe(
      `annex: There is no Temporal server yet, it could not be downloaded, and Go 1.21.0 is too old to build it. ${remedy}`,
    );
  });

  it('names a cache folder that is not writable', () => {
    const cache = join(folder, 'a-file');
    writeFileSync(cache, '');
    const { stderr, status } = findTemporal(cache);
    expect(status).toBe(1);
    expect(lastLine(stderr)).toBe(
      `annex: Cannot write to the cache folder ${join(cache, 'annex', `temporal-1.9.1-${process.platform}-${process.arch}`)}: a part of the path is not a folder. Set XDG_CACHE_HOME to a folder that you can write and that has 300 MB left, or set TEMPORAL_ADDRESS to a Temporal server of yours.`,
    );
  });

  it('reports a full disk in the build, and leaves no partial binary', () => {
    putProgram('go', 'go1.26.8');
    writeFileSync(
      join(folder, 'bin', 'go'),
      '#!/bin/sh\n[ "$1" = env ] && echo go1.26.8 && exit 0\necho "write /x: no space left on device" >&2\nexit 1\n',
    );
    expect(lastLine(findTemporal(join(folder, 'cache')).stderr)).toBe(
      'annex: The disk is full: building the Temporal server needs 3 GB. Free some space, then start again; what was built so far is kept.',
    );
  });

  it('builds once when two set-ups start at the same time', async () => {
    const counter = join(folder, 'builds');
    writeFileSync(
      join(folder, 'bin', 'go'),
      `#!/bin/sh\n[ "$1" = env ] && echo go1.26.8 && exit 0\necho built >> ${counter}\n/bin/sleep 1\nwhile [ $# -gt 0 ]; do [ "$1" = -o ] && : > "$2"; shift; done\n`,
      { mode: 0o755 },
    );
    const env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache'), HOME: folder };
    const codes = await Promise.all(
      [1, 2].map(
        () =>
          new Promise((resolve) => {
            spawn(process.execPath, ['--import', offline, script], { env, stdio: 'ignore' }).once('close', resolve);
          }),
      ),
    );
    expect(codes).toEqual([0, 0]);
    expect(existsSync(join(folder, 'cache', 'annex', `temporal-1.9.1-${process.platform}-${process.arch}`, 'temporal'))).toBe(
      true,
    );
    expect(readFileSync(counter, 'utf8')).toBe('built\n');
  });
});
