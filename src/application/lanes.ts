/** Lets work of one name run one piece after the other, first come first served; work of different names does not wait. */
export interface Lanes {
  /** Takes a place at the end of a lane; null where it is full. Whoever takes one must run its work. */
  enter(lane: string): Turn | null;
}

/** A place in a lane. */
export interface Turn {
  /** Runs the work when its turn has come. `mayBegin` is called then; when it throws, the work never starts. */
  run<T>(mayBegin: () => void, work: () => Promise<T>): Promise<T>;
  /** Whether the work has not begun, although others before it were done in the meantime: the lane moves, but too slowly. */
  readonly isHeldUp: boolean;
}

interface Lane {
  last: Promise<void>;
  size: number;
  done: number;
}

/** Creates lanes that take `capacity` pieces of work each, the running one included. An empty lane takes no memory. */
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
        run: (mayBegin, work) => turn.run(mayBegin, work).finally(leave),
        get isHeldUp() {
          return turn.isHeldUp;
        },
      };
    },
  };
}

function takeTurn(lane: Lane): Turn {
  const { last: before, done: doneBefore } = lane;
  const over = Promise.withResolvers<void>();
  lane.last = over.promise;
  let hasBegun = false;
  return {
    async run(mayBegin, work) {
      try {
        await before;
        mayBegin();
        hasBegun = true;
        const result = await work();
        lane.done += 1;
        return result;
      } finally {
        over.resolve();
      }
    },
    get isHeldUp() {
      return !hasBegun && lane.done > doneBefore;
    },
  };
}
