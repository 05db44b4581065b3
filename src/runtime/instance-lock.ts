import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainSystemError, OperatorError, systemErrorCode } from './operator-error.ts';
import { findProcess, isStillRunning, type ProcessIdentity } from './process-table.ts';
import type { Part } from './supervisor.ts';

const lockName = 'annex.lock';

/**
 * Takes `dataDir` for this process, creating the folder if missing. A lock whose holder is dead (SIGKILL, power cut) is taken
 * over silently. `stop` gives it back.
 * @throws OperatorError when another process holds it, or the folder cannot be written.
 */
export function lockDataDir(dataDir: string): Part {
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

/** Renaming lets only one of two starters remove the stale lock; the loser may have caught the winner's, and puts it back. */
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

function readHolder(path: string): ProcessIdentity | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isIdentity(holder) ? holder : undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && 'startedAt' in value;
}
