import { setImmediate } from 'node:timers/promises';

/** The longest time for which the event loop is blocked, apart from a single item. */
const maxBlockingMs = 15;

/** Maps a list like `flatMap`, and yields to the event loop between items. */
export async function flatMapYielding<T, V>(items: readonly T[], map: (item: T) => readonly V[]): Promise<readonly V[]> {
  const mapped: V[] = [];
  let beganMs = performance.now();
  for (const item of items) {
    mapped.push(...map(item));
    if (performance.now() - beganMs < maxBlockingMs) continue;
    await setImmediate();
    beganMs = performance.now();
  }
  return mapped;
}
