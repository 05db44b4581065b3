/** Queues by name: tasks of one lane run one after the other in order of arrival, tasks of different lanes concurrently. */
export interface Lanes {
  /** Takes a place at the end of a lane; null if the lane is full. The caller must call `run`, which releases the place. */
  enter(lane: string): Turn | null;
}

/** A place in a lane. */
export interface Turn {
  /** Runs the task when its turn comes. Calls `onStart` before; if that throws, the task does not run. */
  run<T>(onStart: () => void, work: () => Promise<T>): Promise<T>;
  /** Whether the task has not started although earlier ones have finished since: the lane moves, but too slowly. */
  readonly isDelayedByOthers: boolean;
}

interface Lane {
  last: Promise<void>;
  size: number;
  done: number;
}

/** Creates lanes of up to `capacity` tasks each, including the running one. An empty lane takes no memory. */
export function createLanes(capacity: number): Lanes {
  const lanes = new Map<string, Lane>();
  return {
    enter(name) {
      const lane = lanes.get(name) ?? { last: Promise.resolve(), size: 0, done: 0 };
      if (lane.size >= capacity) return null;
      lanes.set(name, lane);
      lane.size += 1;
      const turn = takeTurn(lane);
      const leave = (): void => {
        lane.size -= 1;
        if (lane.size === 0) lanes.delete(name);
      };
      return {
        run: (onStart, work) => turn.run(onStart, work).finally(leave),
        get isDelayedByOthers() {
          return turn.isDelayedByOthers;
        },
      };
    },
  };
}

function takeTurn(lane: Lane): Turn {
  const { last: before, done: doneBefore } = lane;
  const finished = Promise.withResolvers<void>();
  lane.last = finished.promise;
  let hasStarted = false;
  return {
    async run(mayBegin, work) {
      try {
        await before;
        mayBegin();
        hasStarted = true;
        const result = await work();
        lane.done += 1;
        return result;
      } finally {
        finished.resolve();
      }
    },
    get isDelayedByOthers() {
      return !hasStarted && lane.done > doneBefore;
    },
  };
}
