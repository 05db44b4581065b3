import type { Log } from './log.ts';

/** Something that runs until it is told to stop. */
export interface Part {
  stop(): Promise<void>;
}

/** Thrown into a start-up that was interrupted; whoever sees it just ends. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** Runs the parts of one process tree: started in order, stopped in reverse, once. */
export interface Supervisor {
  /** Starts a part. Its place in the order is that of this call, so parts may start side by side. */
  start<P extends Part>(name: string, start: () => Promise<P>): Promise<P>;
  /** Stops everything. Every further call, and every further signal, joins the one stop that is under way. */
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
  /** How long one part may take to stop before the next one is stopped all the same. */
  readonly partStopMs?: number;
}

/** Creates a supervisor with no parts. Call {@link stopOnSignals} to connect it with Ctrl-C and SIGTERM. */
export function createSupervisor({ log, partStopMs = 20_000 }: SupervisorOptions): Supervisor {
  const slots: Slot[] = [];
  const outcome = Promise.withResolvers<void>();
  // A caller may look at `finished` only later; until then a failure is not an unhandled rejection.
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
      // Parts that lose their neighbours during a stop fail too; that is no news.
      if (stopping === undefined) failure = { error };
      void stop('failure');
    },
    finished: outcome.promise,
  };
}

/**
 * Stops the supervisor at Ctrl-C, at SIGTERM, when the terminal closes, when the launcher that started this process has gone,
 * and when an exception that nobody caught leaves the process in an unknown state. Signals that come during the stop change nothing: an impatient second Ctrl-C must not leave orphans.
 */
export function stopOnSignals(supervisor: Supervisor): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void supervisor.stop(signal));
  process.on('disconnect', () => void supervisor.stop('the launcher ended'));
  process.on('uncaughtException', (error) => supervisor.fail(error));
  // Listening to the launcher must not keep a finished program alive.
  process.channel?.unref();
}

async function stopPart({ name, started }: Slot, { log, partStopMs }: Required<SupervisorOptions>): Promise<void> {
  const timeout = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => timeout.resolve('late'), partStopMs);
  try {
    const part = await started;
    const result = await Promise.race([part?.stop(), timeout.promise]);
    if (result === 'late') log.error({ part: name }, `did not stop within ${partStopMs} ms; going on without it`);
    else log.debug({ part: name }, 'stopped');
  } catch (error) {
    log.error({ part: name, err: error }, 'failed to stop');
  } finally {
    clearTimeout(timer);
  }
}
