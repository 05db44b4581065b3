import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { systemErrorCode } from './operator-error.ts';

/** The identity of an operating-system process. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Differs for two processes that had the same pid one after the other. Opaque: clock ticks on Linux, a date elsewhere. */
  readonly startedAt: string;
  readonly commandLine: string;
}

/** Returns the process with this `pid`, or undefined (also for a zombie). */
export function findProcess(pid: number): ProcessIdentity | undefined {
  return process.platform === 'linux' ? readProc(pid) : readPs(pid);
}

/** Whether the recorded process still runs, as opposed to another one with the same pid. */
export function isStillRunning(recorded: ProcessIdentity): boolean {
  return findProcess(recorded.pid)?.startedAt === recorded.startedAt;
}

function readProc(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', startedAt = ''] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X') return undefined;
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, startedAt, commandLine };
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

function readPs(pid: number): ProcessIdentity | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const match = /^(\S+)\s+(\w+ +\w+ +\d+ [\d:]+ \d+)\s+(.*)$/s.exec(line);
    if (match === null || match[1]?.startsWith('Z') === true) return undefined;
    return { pid, startedAt: match[2] ?? '', commandLine: match[3] ?? '' };
  } catch (error) {
    // ps exits with 1 if no process matches; any other code means that it could not run.
    if (typeof error === 'object' && error !== null && 'status' in error && error.status === 1) return undefined;
    throw error;
  }
}
