import { readdirSync, readFileSync } from 'node:fs';
import { systemErrorCode } from '../../src/runtime/operator-error.ts';

/** One process of Linux, from /proc. */
interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
}

/** The ids of all descendants of a process, the nearest first. */
export function descendantsOf(pid: number): readonly number[] {
  const table = processes();
  const below = (parent: number): readonly number[] => {
    const children = table.filter((entry) => entry.parent === parent).map((entry) => entry.pid);
    return [...children, ...children.flatMap(below)];
  };
  return below(pid);
}

/** The ids of all processes whose command line contains a folder. */
export const processesNaming = (folder: string): readonly number[] =>
  processes()
    .filter(({ commandLine }) => commandLine.includes(folder))
    .map(({ pid }) => pid);

function processes(): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readEntry(Number(name)));
}

/** Empty for a process that ended during the read, and for a zombie. */
function readEntry(pid: number): readonly ProcessEntry[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return commandLine === '' ? [] : [{ pid, parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]), commandLine }];
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(systemErrorCode(error) ?? '')) return [];
    throw error;
  }
}
