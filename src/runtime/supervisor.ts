import type { Log } from './log.ts';

/** A component that runs until `stop`. */
export interface Part {
  stop(): Promise<void>;
}

/** The error of an interrupted start-up; it is not a failure. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** Runs the parts of one process tree: started in order, stopped in reverse, once. */
export interface Supervisor {
  /** Starts a part. The order of calls is the order of parts, so parts may start concurrently. */
  start<P extends Part>(name: string, start: () => Promise<P>): Promise<P>;
  /** Stops everything. Further calls and signals join the stop under way. */
  stop(reason: string): Promise<void>;
  /** Stops everything because of a failure; {@link Supervisor.finished} rejects with it. */
  readonly fail: (error: unknown) => void;
  /** Resolves after an ordered stop, rejects after a failure. */
  readonly finished: Promise<void>;
}

interface Slot {
  readonly name: string;
  readonly started: Promise<Part | undefined>;
}

export interface SupervisorOptions {
  readonly log: Log;
  /** The time for one part to stop before the next one is stopped anyway. */
  readonly partStopMs?: number;
}

/** Creates a supervisor with no parts. Call {@link stopOnSignals} to connect it with Ctrl-C and SIGTERM. */
export function createSupervisor({ log, partStopMs = 20_000 }: SupervisorOptions): Supervisor {
  const slots: Slot[] = [];
  const outcome = Promise.withResolvers<void>();
  // A caller may await `finished` later; until then a failure must not be an unhandled rejection.
  outcome.promise.catch(() => undefined);
  let stopping: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  const stopAll = async (reason: string): Promise<void> => {
    log.info({ reason }, 'stopping');
    for (const slot of slots.toReversed()) await stopPart(slot, { log, partStopMs });
    if (failure === undefined) outcome.resolve();
    else outcome.reject(failure.error);
  };
  const stop = (reason: string): Promise<void> => (stopping ??= stopAll(reason));

  return {
    start: async (name, start) => {
      if (stopping !== undefined) throw new StoppedError(`${name} is not started: a stop is under way`);
      const started = start();
      slots.push({ name, started: started.catch(() => undefined) });
      const part = await started;
      log.debug({ part: name }, 'started');
      return part;
    },
    stop,
    fail: (error) => {
      // During a stop, parts also fail because others have stopped; ignore that.
      if (stopping === undefined) failure = { error };
      void stop('failure');
    },
    finished: outcome.promise,
  };
}

/**
 * Stops the supervisor at Ctrl-C, at SIGTERM, when the terminal closes, when the launcher of this process has ended, and after an
 * uncaught exception. Ignores signals during the stop: a second Ctrl-C must not leave orphans.
 */
export function stopOnSignals(supervisor: Supervisor): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void supervisor.stop(signal));
  process.on('disconnect', () => void supervisor.stop('the launcher ended'));
  process.on('uncaughtException', (error) => supervisor.fail(error));
  // The listener for the launcher must not keep a finished program alive.
  process.channel?.unref();
}

async function stopPart({ name, started }: Slot, { log, partStopMs }: Required<SupervisorOptions>): Promise<void> {
  const timeout = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => timeout.resolve('late'), partStopMs);
  try {
    const part = await started;
    const result = await Promise.race([part?.stop(), timeout.promise]);
    if (result === 'late') log.error({ part: name }, `did not stop within ${partStopMs} ms; continuing without it`);
    else log.debug({ part: name }, 'stopped');
  } catch (error) {
    log.error({ part: name, err: error }, 'failed to stop');
  } finally {
    clearTimeout(timer);
  }
}
