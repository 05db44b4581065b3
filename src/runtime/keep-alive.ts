import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import type { ChildExit } from './managed-child.ts';
import { OperatorError } from './operator-error.ts';
import type { Part } from './supervisor.ts';

/** A server in a child process, for `keepAlive`. */
export interface Server extends Part {
  readonly exited: Promise<ChildExit>;
}

export interface KeepAliveOptions<S extends Server> {
  /** Its name in messages, for example "PostgreSQL". */
  readonly name: string;
  /** Starts it; later starts must use the same address. */
  readonly start: () => Promise<S>;
  readonly log: Log;
  /** Called once when it keeps ending. */
  readonly giveUp: (error: unknown) => void;
}

/** A server that is restarted if it ends by itself. */
export interface KeptAlive<S extends Server> extends Part {
  /** The first start; all later ones have the same address. */
  readonly server: S;
}

/** The pauses before the first, second … restart. After the last one it gives up. */
const backoffMs = [100, 500, 2_000, 5_000, 10_000];
/** A server that has run this long counts as healthy again. */
const healthyMs = 60_000;

/** Starts a server and restarts it, with growing pauses, when it ends unexpectedly: at most five times in a row. */
export async function keepAlive<S extends Server>(options: KeepAliveOptions<S>): Promise<KeptAlive<S>> {
  const first = await options.start();
  const stopped = new AbortController();
  let current: S = first;
  const watching = watch(first, options, { signal: stopped.signal, replace: (server) => (current = server) });
  return {
    server: first,
    stop: async () => {
      stopped.abort();
      await current.stop();
      await watching;
      // A restart may have been under way during the stop.
      await current.stop();
    },
  };
}

interface Watch<S> {
  readonly signal: AbortSignal;
  readonly replace: (server: S) => void;
}

async function watch<S extends Server>(first: S, options: KeepAliveOptions<S>, { signal, replace }: Watch<S>): Promise<void> {
  let server = first;
  for (let attempt = 0; ; attempt += 1) {
    const startedAt = performance.now();
    const exit = await server.exited;
    if (signal.aborted) return;
    if (performance.now() - startedAt > healthyMs) attempt = 0;
    const pauseMs = backoffMs[attempt];
    if (pauseMs === undefined)
      return options.giveUp(
        new OperatorError(
          `${options.name} keeps exiting (${describeExit(exit)}). Its last output:\n${exit.lastLines.join('\n')}`,
        ),
      );
    options.log.error(
      `${options.name} exited unexpectedly (${describeExit(exit)}); restarting it in ${pauseMs} ms (${attempt + 1} of ${backoffMs.length})`,
    );
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      server = await options.start();
      replace(server);
      options.log.warn(`${options.name} runs again`);
    } catch (error) {
      return options.giveUp(error);
    }
  }
}

function describeExit({ code, signal }: ChildExit): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
}
