import { spawn } from 'node:child_process';

/** Ends a child when this process has gone without stopping it. */
export interface OrphanGuard {
  /** The child has ended: there is nothing to guard any more. Resolves when the guard has gone as well. */
  release(): Promise<void>;
}

/** After the signal the child may take as long as an ordered stop; then it is killed. */
const graceSeconds = 15;

// It waits for a line or for the end of its input. The end comes when the process that holds the other side has died, in whatever
// way, since the operating system closes what it held open.
const script = `
  read -r line && exit 0
  kill -s "$2" "$1" 2>/dev/null || exit 0
  left=${graceSeconds}
  while [ "$left" -gt 0 ]; do
    sleep 1
    kill -0 "$1" 2>/dev/null || exit 0
    left=$((left - 1))
  done
  kill -s KILL "$1" 2>/dev/null
`;

/**
 * Watches over a child from a small process beside it, so that the child ends with this process even if that is killed with SIGKILL
 * or runs out of memory. `signal` asks the child to stop.
 */
export function guardAgainstOrphaning({ pid, signal }: { readonly pid: number; readonly signal: NodeJS.Signals }): OrphanGuard {
  const guard = spawn('/bin/sh', ['-c', script, 'annex-orphan-guard', String(pid), signal.replace(/^SIG/, '')], {
    // In a session of its own, so that a Ctrl-C in the terminal does not end it before its work is done.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is no guard; the next start then stops what was left behind.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  const gone = new Promise<void>((resolve) => {
    guard.once('exit', () => resolve());
    guard.once('error', () => resolve());
  });
  return {
    release() {
      guard.ref();
      guard.stdin.end('released\n');
      return gone;
    },
  };
}
