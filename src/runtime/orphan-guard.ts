import { spawn } from 'node:child_process';

/** Ends a child if this process ends without stopping it. */
export interface OrphanGuard {
  /** Call it when the child has ended. Resolves when the guard has ended as well. */
  release(): Promise<void>;
}

/** The time for an ordered stop after the signal; then the guard kills the child. */
const graceSeconds = 15;

// The script waits for a line or for the end of its input. The input ends when the process at the other end dies in any way, since
// the operating system closes its files.
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
 * Guards a child with a small process, so that the child ends with this process even if this process is killed with SIGKILL
 * or runs out of memory. `signal` asks the child to stop.
 */
export function startOrphanGuard({ pid, signal }: { readonly pid: number; readonly signal: NodeJS.Signals }): OrphanGuard {
  const guard = spawn('/bin/sh', ['-c', script, 'annex-orphan-guard', String(pid), signal.replace(/^SIG/, '')], {
    // In its own session, so that a Ctrl-C in the terminal does not end it too early.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is no guard; the next start then stops the orphan.
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
