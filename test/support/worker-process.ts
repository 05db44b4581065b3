import { fileURLToPath } from 'node:url';
import type { ConnectedConfig } from '../../src/config/config.ts';
import { startProgram } from './program.ts';

const program = fileURLToPath(new URL('../../src/bin/annex.ts', import.meta.url));

/** `annex worker` as a process of its own. */
export interface WorkerProcess {
  /** Ends it with SIGKILL: nothing of it runs any more when this resolves. */
  kill(): Promise<void>;
}

/** Starts a worker for the database and task queue of `config` and waits until it works. */
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
  await running.line(/the worker is ready/);
  return {
    async kill() {
      running.process.kill('SIGKILL');
      await running.ended;
    },
  };
}
