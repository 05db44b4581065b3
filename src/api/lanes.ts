/** Lets work of one name run one piece after the other, first come first served; work of different names does not wait. */
export interface Lanes {
  /**
   * Runs the work when its turn has come. Work whose signal is aborted while it waits never starts; the promise then rejects
   * with the reason of the signal.
   */
  run<T>(lane: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** Creates lanes. An empty lane takes no memory. */
export function createLanes(): Lanes {
  const lastIn = new Map<string, Promise<void>>();
  return {
    async run(lane, signal, work) {
      const before = lastIn.get(lane);
      const done = Promise.withResolvers<void>();
      lastIn.set(lane, done.promise);
      try {
        await before;
        signal.throwIfAborted();
        return await work();
      } finally {
        if (lastIn.get(lane) === done.promise) lastIn.delete(lane);
        done.resolve();
      }
    },
  };
}
