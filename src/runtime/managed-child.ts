import { spawn, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import { OperatorError } from './operator-error.ts';
import { startOrphanGuard } from './orphan-guard.ts';

/** How a child ended: by itself with a code, or by a signal. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines of its output, for the message about an early end. */
  readonly lastLines: readonly string[];
}

/** A running child process whose end is observed. */
export interface ManagedChild {
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  /** Sends `signal`, after `graceMs` SIGKILL, and resolves when the child has ended. Safe to call more than once. */
  stop(how: { readonly signal: NodeJS.Signals; readonly graceMs: number }): Promise<ChildExit>;
}

export interface ChildCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly options?: SpawnOptions;
  /** The signal for the child if this process dies without stopping it. */
  readonly orphanSignal: NodeJS.Signals;
  readonly onLine: (line: string) => void;
}

const keptLines = 20;

/**
 * Starts a child in its own process group: a Ctrl-C in the terminal reaches only this process, which stops the children in
 * order. Passes each line of its output to `onLine`. The child ends with this process, however that ends.
 */
export async function startChild({ command, args, options = {}, orphanSignal, onLine }: ChildCommand): Promise<ManagedChild> {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      onLine(line);
    });
  }
  const closed = new Promise<ChildExit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, lastLines }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(new OperatorError(`Cannot start ${command}: ${cause.message}.`, { cause })));
  });
  const pid = child.pid;
  if (pid === undefined) throw new OperatorError(`Cannot start ${command}: it has no process id.`);
  const guard = startOrphanGuard({ pid, signal: orphanSignal });
  // The guard of the child has ended as well when the child counts as ended.
  const exited = closed.then(async (exit) => {
    await guard.release();
    return exit;
  });
  return {
    pid,
    exited,
    stop: async ({ signal, graceMs }) => {
      const running = (): boolean => child.exitCode === null && child.signalCode === null;
      if (running()) child.kill(signal);
      const timer = setTimeout(() => running() && child.kill('SIGKILL'), graceMs);
      return exited.finally(() => clearTimeout(timer));
    },
  };
}
