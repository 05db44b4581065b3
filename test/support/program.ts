import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program under test, running in its own process. */
export interface RunningProgram {
  readonly process: ChildProcess;
  readonly pid: number;
  /** Every line that it has written to stdout and stderr. */
  readonly lines: readonly string[];
  /** Resolves with the first line, past or future, that matches; rejects if the program ends without one. */
  waitForLine(pattern: RegExp): Promise<string>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts a TypeScript program, with arguments if given, with the Node.js that runs the tests. */
export function startProgram(script: string | readonly string[], env: Readonly<Record<string, string>>): RunningProgram {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...[script].flat()], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const notify = (): void => listeners.forEach((listener) => listener());
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      notify();
    });
  }
  let hasEnded = false;
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      hasEnded = true;
      notify();
      resolve(signal ?? code);
    });
  });
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find((candidate) => pattern.test(candidate));
        if (found === undefined && !hasEnded) return;
        listeners.delete(look);
        if (found === undefined) reject(new Error(`The program ended without ${pattern}:\n${lines.join('\n')}`));
        else resolve(found);
      };
      listeners.add(look);
      look();
    });
  return { process: child, pid: child.pid ?? 0, lines, waitForLine: line, ended };
}
