import { setTimeout as pause } from 'node:timers/promises';

/**
 * Does something at once and then again, each time so long after it was done, until it is told to stop. The work is told by its
 * signal, and waited for; it must not throw.
 */
export function repeat(
  intervalMs: number,
  work: (stopped: AbortSignal) => Promise<void>,
): { readonly stop: () => Promise<void> } {
  const stopped = new AbortController();
  const working = (async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await work(stopped.signal);
      await pause(intervalMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await working;
    },
  };
}
