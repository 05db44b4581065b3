import { execFileSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OperatorError } from './operator-error.ts';

/** The user of a child process, and the command line for it. */
export interface ServerUser {
  /** Undefined: the user of this process. */
  readonly ids: { readonly uid: number; readonly gid: number } | undefined;
  command(program: string, args: readonly string[]): { readonly command: string; readonly args: readonly string[] };
  /** Gives a file or folder to that user. */
  own(path: string): void;
}

/**
 * PostgreSQL refuses to run as root. Root therefore starts it as the owner of the existing data, else as `postgres`, else as
 * `nobody`. If that user cannot enter the folders above `paths` (a clone in /root), `setpriv` gives it the capability to do so.
 */
export function selectServerUser({
  dataDir,
  paths,
}: {
  readonly dataDir: string;
  readonly paths: readonly string[];
}): ServerUser {
  if (process.geteuid?.() !== 0) {
    return { ids: undefined, command: (command, args) => ({ command, args }), own: () => undefined };
  }
  const ids = ownerOf(dataDir) ?? lookUpUser('postgres') ?? lookUpUser('nobody');
  if (ids === undefined) {
    throw new OperatorError(
      'PostgreSQL does not run as root and this machine has neither a user "postgres" nor "nobody". Start Annex as an ordinary user.',
    );
  }
  const lend = paths.some((path) => !isReachableByAll(path));
  return {
    ids: lend ? undefined : ids,
    command: (program, args) =>
      lend ? { command: 'setpriv', args: [...capabilityArguments(ids), program, ...args] } : { command: program, args },
    own: (path) => chownSync(path, ids.uid, ids.gid),
  };
}

/** Without `no_setuid_fixup` the capability has no effect on access(2), with which PostgreSQL finds its own programs. */
function capabilityArguments({ uid, gid }: { uid: number; gid: number }): string[] {
  return [
    '--securebits=+no_setuid_fixup',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ];
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined || stat.uid === 0 ? undefined : { uid: stat.uid, gid: stat.gid };
}

function lookUpUser(name: string): { uid: number; gid: number } | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })),
    );
    return uid === undefined || gid === undefined ? undefined : { uid, gid };
  } catch (error) {
    // id exits with 1 for an unknown name.
    if (typeof error === 'object' && error !== null && 'status' in error) return undefined;
    throw error;
  }
}

function isReachableByAll(path: string): boolean {
  const executeForOthers = 0o001;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat !== undefined && (stat.mode & executeForOthers) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
