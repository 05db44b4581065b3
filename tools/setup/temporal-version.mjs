import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const goMod = new URL('../temporal/go.mod', import.meta.url);
/** Older versions lack server-side time skipping. */
const oldestCli = [1, 9, 0];
const oldestServer = [1, 32, 0];

/** Version of the Temporal CLI and of Go that tools/temporal/go.mod pins, without the v. */
export function pinnedVersions() {
  const text = readFileSync(goMod, 'utf8');
  const cli = /github\.com\/temporalio\/cli v([\d.]+)/.exec(text)?.[1] ?? '';
  const go = /^go ([\d.]+)$/m.exec(text)?.[1] ?? '';
  return { cli, go };
}

/** The path of this user's built or downloaded Temporal program. @param {NodeJS.ProcessEnv} env */
export function cachedProgram(env) {
  const base = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(base, 'annex', `temporal-${pinnedVersions().cli}-${process.platform}-${process.arch}`);
  return { folder, program: join(folder, programName()) };
}

/** @returns {string} */
export function programName() {
  return process.platform === 'win32' ? 'temporal.exe' : 'temporal';
}

/** The first `name` on the path, or undefined. @param {string} name @param {NodeJS.ProcessEnv} env */
export function findOnPath(name, env) {
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, process.platform === 'win32' ? `${name}.exe` : name))
    .find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the program is new enough. A built one reports 0.0.0-DEV, so the version of its server counts. @param {string} program
 */
export function isNewEnough(program) {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const [, cli = '0'] = /temporal version (\S+)/.exec(stdout ?? '') ?? [];
  const [, server = '0'] = /Server ([\d.]+)/.exec(stdout ?? '') ?? [];
  return isAtLeast(cli, oldestCli) || (cli === '0.0.0-DEV' && isAtLeast(server, oldestServer));
}

/** Compares dotted versions number by number. @param {string} version @param {readonly number[]} oldest */
export function isAtLeast(version, oldest) {
  const parts = version.split(/[.-]/).map(Number);
  for (const [index, least] of oldest.entries()) {
    const part = Number.isNaN(parts[index] ?? 0) ? 0 : (parts[index] ?? 0);
    if (part !== least) return part > least;
  }
  return true;
}
