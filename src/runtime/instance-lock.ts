import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainSystemError, OperatorError, systemErrorCode } from './operator-error.ts';
import { findProcess, isStillRunning, type ProcessIdentity } from './process-table.ts';
import type { Part } from './supervisor.ts';

const lockName = 'annex.lock';

/** The lock of this process on its data folder. */
export interface InstanceLock extends Part {
  /** Records the address of this process, so that others can print it. */
  announce(url: string): void;
}

/** A running Annex that holds a data folder. */
export interface Instance {
  readonly pid: number;
  /** Undefined during the start. */
  readonly url: string | undefined;
}

/** The running Annex that holds a data folder, or undefined. */
export function findInstance(dataDir: string): Instance | undefined {
  const holder = readHolder(join(dataDir, lockName));
  return holder !== undefined && isStillRunning(holder) ? { pid: holder.pid, url: holder.url } : undefined;
}

/**
 * Locks `dataDir` for this process and creates the folder if missing. Takes over a lock whose holder is dead (SIGKILL, power cut).
 * `stop` releases it.
 * @throws OperatorError if another process holds it, or the folder cannot be written.
 */
export function lockDataDir(dataDir: string): InstanceLock {
  const path = join(dataDir, lockName);
  const mine = findProcess(process.pid) ?? { pid: process.pid, startedAt: '', commandLine: '' };
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
    takeLock({ path, draft, dataDir });
  } catch (error) {
    throw explainSystemError(error, {
      action: `write to the data folder ${dataDir}`,
      remedy: 'Set ANNEX_DATA_DIR to a folder that this user can write and that has room.',
    });
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    announce: (url) => {
      writeFileSync(draft, JSON.stringify({ ...mine, url } satisfies Holder), { mode: 0o600 });
      renameSync(draft, path);
    },
    stop: async () => {
      if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

interface LockAttempt {
  readonly path: string;
  readonly draft: string;
  readonly dataDir: string;
}

/** Hard links make the lock appear with its content in one step. */
function takeLock({ path, draft, dataDir }: LockAttempt): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
    const holder = readHolder(path);
    if (holder !== undefined && isStillRunning(holder)) throw inUse(dataDir, holder);
    discardStale(path, dataDir);
    takeLock({ path, draft, dataDir });
  }
}

/** The rename lets only one of two processes remove the stale lock; the loser may have renamed the winner's, and restores it. */
function discardStale(path: string, dataDir: string): void {
  const discarded = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, discarded);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  const holder = readHolder(discarded);
  if (holder !== undefined && isStillRunning(holder)) {
    renameSync(discarded, path);
    throw inUse(dataDir, holder);
  }
  rmSync(discarded, { force: true });
}

function inUse(dataDir: string, holder: ProcessIdentity): OperatorError {
  return new OperatorError(
    `The data folder ${dataDir} is in use by Annex process ${holder.pid}. Stop that one first, or set ANNEX_DATA_DIR to another folder.`,
  );
}

interface Holder extends ProcessIdentity {
  readonly url?: string;
}

function readHolder(path: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isIdentity(holder) ? holder : undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isIdentity(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && 'startedAt' in value;
}
