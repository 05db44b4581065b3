import { setTimeout as pause } from 'node:timers/promises';

/**
 * Runs the work at once and then again, with this pause after each run, until `stop`. `stop` aborts the signal of the work and
 * waits for it. The work must not throw.
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
