import { setImmediate } from 'node:timers/promises';

/** How long work may go on before others have their turn. */
const longestMs = 15;

/** Maps a list as `flatMap` does, and lets others be served meanwhile: the work of one entry is the longest that nobody is. */
export async function flatMapYielding<T, V>(items: readonly T[], map: (item: T) => readonly V[]): Promise<readonly V[]> {
  const mapped: V[] = [];
  let beganMs = performance.now();
  for (const item of items) {
    mapped.push(...map(item));
    if (performance.now() - beganMs < longestMs) continue;
    await setImmediate();
    beganMs = performance.now();
  }
  return mapped;
}
