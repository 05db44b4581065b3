import { spawn, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import { OperatorError } from './operator-error.ts';
import { guardAgainstOrphaning } from './orphan-guard.ts';

/** How a child ended: by itself with a code, or by a signal. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines that it wrote, for the message that explains an early end. */
  readonly lastLines: readonly string[];
}

/** A running child process of which we know when and how it ends. */
export interface ManagedChild {
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  /** Sends `signal`, after `graceMs` SIGKILL, and resolves when the child is gone. Safe to call more than once. */
  stop(how: { readonly signal: NodeJS.Signals; readonly graceMs: number }): Promise<ChildExit>;
}

export interface ChildCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly options?: SpawnOptions;
  /** Asks it to stop when this process has died and cannot do so itself. */
  readonly orphanSignal: NodeJS.Signals;
  readonly onLine: (line: string) => void;
}

const keptLines = 20;

/**
 * Starts a child in a process group of its own: a Ctrl-C in the terminal reaches only us, so that the children can be stopped
 * in order. Every line of its output goes to `onLine`. It ends with this process, in whatever way that ends.
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
  const guard = guardAgainstOrphaning({ pid, signal: orphanSignal });
  // Nothing of a child is left behind when it has exited, its guard included.
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
