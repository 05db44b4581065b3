import type { FileLimits } from '../http/deps.ts';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { invariant } from '../../domain/invariant.ts';
import { createLanes } from '../../application/lanes.ts';
import type { ProblemInput } from '../http/problem.ts';
import type { FileTask, FileTaskResults } from './file-tasks.ts';

/** Ten times what 10,000 prices need. */
const defaultLimits: FileLimits = { timeoutMs: 30_000, memoryMb: 512 };
/** The maximum number of waiting files; each is held in memory. */
const maxWaiting = 8;

type Done<K extends FileTask['kind']> =
  { readonly ok: true; readonly value: FileTaskResults[K] } | { readonly ok: false; readonly problem: ProblemInput };

const lanes = createLanes(maxWaiting);

/**
 * Runs a task on a file in a separate thread, so that the event loop stays free; one at a time in the whole process. Refuses with
 * `file_too_heavy` above the limits of time and memory, and with `importer_busy` if too many files wait.
 */
export async function runInFileThread<K extends FileTask['kind']>(
  task: Extract<FileTask, { readonly kind: K }>,
  limits = defaultLimits,
): Promise<Done<K>> {
  const turn = lanes.enter('files');
  if (turn === null)
    return refuse({ code: 'importer_busy', detail: 'Other files are being imported: send this one again in a minute.' });
  return turn.run(
    () => undefined,
    () => runThread(task, limits),
  );
}

async function runThread<K extends FileTask['kind']>(
  task: Extract<FileTask, { readonly kind: K }>,
  { timeoutMs, memoryMb }: FileLimits,
): Promise<Done<K>> {
  const thread = new Worker(new URL('./file.worker.ts', import.meta.url), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 64 },
  });
  try {
    const messages: readonly FileTaskResults[K][] = await once(thread, 'message', { signal: AbortSignal.timeout(timeoutMs) });
    const [value] = messages;
    invariant(value, 'a message has a value');
    return { ok: true, value };
  } catch (error) {
    if (!isTooHeavy(error)) throw error;
    return refuse({
      code: 'file_too_heavy',
      detail: `Reading the file takes more than ${timeoutMs / 1000} s or ${memoryMb} MiB: split it into smaller ones.`,
    });
  } finally {
    await thread.terminate();
  }
}

const isTooHeavy = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  (Reflect.get(error, 'name') === 'AbortError' || Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY');

const refuse = (problem: ProblemInput): { readonly ok: false; readonly problem: ProblemInput } => ({ ok: false, problem });
