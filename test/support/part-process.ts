import { fileURLToPath } from 'node:url';
import type { ConnectedConfig } from '../../src/config/config.ts';
import { startProgram } from './program.ts';

const program = fileURLToPath(new URL('../../src/bin/annex.ts', import.meta.url));

/** `annex worker` or `annex server` in its own process. */
export interface PartProcess {
  readonly pid: number;
  /** Sends SIGKILL and waits until the process has ended. */
  kill(): Promise<void>;
}

/** Starts a worker for the database and task queue of `config` and waits until it is ready. */
export async function startWorkerProcess(
  config: ConnectedConfig,
  temporalAddress = config.temporal.address,
): Promise<PartProcess> {
  const { part } = await startPart('worker', { config, temporalAddress, ready: /the worker is ready/ });
  return part;
}

/** Starts an API on a free port for the database and task queue of `config` and waits until it is ready. */
export async function startApiProcess(config: ConnectedConfig): Promise<PartProcess & { readonly url: string }> {
  const options = { config, temporalAddress: config.temporal.address, ready: /the API is ready/ };
  const { part, readyLine } = await startPart('server', options);
  const url = /"url":"([^"]+)"/.exec(readyLine)?.[1];
  if (url === undefined) throw new Error(`No address in: ${readyLine}`);
  return { ...part, url };
}

async function startPart(
  command: 'server' | 'worker',
  {
    config: { databaseUrl, taskQueue },
    temporalAddress,
    ready,
  }: { readonly config: ConnectedConfig; readonly temporalAddress: string; readonly ready: RegExp },
): Promise<{ readonly part: PartProcess; readonly readyLine: string }> {
  const running = startProgram([program, command], {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    ANNEX_TASK_QUEUE: taskQueue,
    ANNEX_PORT: '0',
    ANNEX_LOG_LEVEL: 'info',
  });
  const readyLine = await running.waitForLine(ready);
  const kill = async (): Promise<void> => {
    running.process.kill('SIGKILL');
    await running.ended;
  };
  return { part: { pid: running.pid, kill }, readyLine };
}
