import { fileURLToPath } from 'node:url';
import type { ConnectedConfig } from '../../src/config/config.ts';
import { startProgram } from './program.ts';

const program = fileURLToPath(new URL('../../src/bin/annex.ts', import.meta.url));

/** `annex worker` in its own process. */
export interface WorkerProcess {
  /** Sends SIGKILL and waits until the process has ended. */
  kill(): Promise<void>;
}

/** Starts a worker for the database and task queue of `config` and waits until it is ready. */
export async function startWorkerProcess(
  { databaseUrl, taskQueue }: ConnectedConfig,
  temporalAddress: string,
): Promise<WorkerProcess> {
  const running = startProgram([program, 'worker'], {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    ANNEX_TASK_QUEUE: taskQueue,
    ANNEX_LOG_LEVEL: 'info',
  });
  await running.waitForLine(/the worker is ready/);
  return {
    async kill() {
      running.process.kill('SIGKILL');
      await running.ended;
    },
  };
}
