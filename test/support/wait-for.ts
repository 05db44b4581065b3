import { setTimeout as pause } from 'node:timers/promises';

const intervalMs = 20;

/**
 * Polls `read` until it returns a value, and returns that value. Undefined, null and false mean: not yet.
 * @throws after `withinMs` (default 15 s), naming what did not happen.
 */
export async function waitFor<T>(
  what: string,
  read: () => Promise<T | undefined | null | false>,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`Within ${withinMs} ms this did not happen: ${what}.`);
    await pause(intervalMs);
  }
}
