import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError, systemErrorCode } from './operator-error.ts';
import { findProcess, isStillRunning, type ProcessIdentity } from './process-table.ts';

/** A child that was started for a data folder, and the process that started it. Kept as JSON beside the data. */
export interface ChildRecord {
  readonly child: ProcessIdentity;
  readonly owner: ProcessIdentity;
}

interface ChildRecordLocation {
  readonly dataDir: string;
  readonly name: string;
}

/** Records that this process started `pid` for `dataDir`, so that a later start can find an orphan. */
export function recordChild({ dataDir, name, pid }: ChildRecordLocation & { readonly pid: number }): void {
  const child = findProcess(pid);
  const owner = findProcess(process.pid);
  if (child === undefined || owner === undefined) return;
  const path = recordPath({ dataDir, name });
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(`${path}.part`, JSON.stringify({ child, owner } satisfies ChildRecord), { mode: 0o600 });
  renameSync(`${path}.part`, path);
}

/** Removes the record after the child has ended. */
export function forgetChild(location: ChildRecordLocation): void {
  rmSync(recordPath(location), { force: true });
}

/**
 * Frees `dataDir` for a new child: stops an orphan whose owner was killed (SIGTERM, after `graceMs` SIGKILL) and returns its
 * pid. Throws {@link OperatorError} if the owner still runs: two programs must not write one data folder.
 * Signals only a process with the recorded pid and start time whose command line names the folder.
 */
export async function reclaimChild(location: ChildRecordLocation, graceMs = 5_000): Promise<number | undefined> {
  const record = readRecord(location);
  if (record === undefined) return undefined;
  if (!isStillRunning(record.child) || !servesFolder(record.child.pid, location.dataDir)) {
    forgetChild(location);
    return undefined;
  }
  if (isStillRunning(record.owner)) {
    throw new OperatorError(
      `The data folder ${location.dataDir} is in use by process ${record.owner.pid}. Stop that one first, or set ANNEX_DATA_DIR to another folder.`,
    );
  }
  await endProcess(record.child, graceMs);
  forgetChild(location);
  return record.child.pid;
}

function servesFolder(pid: number, dataDir: string): boolean {
  return findProcess(pid)?.commandLine.includes(dataDir) === true;
}

async function endProcess(target: ProcessIdentity, graceMs: number): Promise<void> {
  signalProcess(target, 'SIGTERM');
  const deadline = performance.now() + graceMs;
  let killed = false;
  while (isStillRunning(target)) {
    if (!killed && performance.now() > deadline) {
      signalProcess(target, 'SIGKILL');
      killed = true;
    }
    await sleep(20);
  }
}

function signalProcess(target: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    if (isStillRunning(target)) process.kill(target.pid, signal);
  } catch (error) {
    // It may end by itself between the check and the signal.
    if (systemErrorCode(error) !== 'ESRCH') throw error;
  }
}

function readRecord(location: ChildRecordLocation): ChildRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(recordPath(location), 'utf8'));
    return isRecord(record) ? record : undefined;
  } catch (error) {
    // A half-written record cannot occur (rename is atomic); one that was edited by hand is ignored.
    if (systemErrorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is ChildRecord {
  return typeof value === 'object' && value !== null && 'child' in value && 'owner' in value;
}

function recordPath({ dataDir, name }: ChildRecordLocation): string {
  return join(dataDir, `${name}.process.json`);
}
