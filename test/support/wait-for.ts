import { setTimeout as pause } from 'node:timers/promises';

const intervalMs = 20;

/**
 * Looks until there is something to see and answers it. Undefined, null and false mean: not yet.
 * @throws after `withinMs` (15 s unless told), naming what did not happen.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | null | false>,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`Within ${withinMs} ms this did not happen: ${what}.`);
    await pause(intervalMs);
  }
}
