import { createLanes, type Turn } from '../../src/application/lanes.ts';

const anyTime = (): void => undefined;
const never = (): void => {
  throw new Error('too late');
};

function enter(lanes: ReturnType<typeof createLanes>, lane = 'a'): Turn {
  const turn = lanes.enter(lane);
  if (turn === null) throw new Error('the lane is full');
  return turn;
}

describe('lanes', () => {
  it('run the work of one lane in the order of entry, and other lanes in parallel', async () => {
    const lanes = createLanes(3);
    const first = Promise.withResolvers<void>();
    const done: string[] = [];
    const work = (name: string, until?: Promise<void>) => async () => {
      await until;
      done.push(name);
    };
    const running = enter(lanes).run(anyTime, work('first', first.promise));
    const waiting = enter(lanes).run(anyTime, work('second'));
    await enter(lanes, 'b').run(anyTime, work('beside'));
    expect(done).toEqual(['beside']);
    first.resolve();
    await Promise.all([running, waiting]);
    expect(done).toEqual(['beside', 'first', 'second']);
  });

  it('are full with running and waiting work, and accept work again after it ends or fails', async () => {
    const lanes = createLanes(2);
    const failing = enter(lanes).run(anyTime, () => Promise.reject(new Error('lost')));
    const waiting = enter(lanes).run(anyTime, async () => 'done');
    expect(lanes.enter('a')).toBeNull();
    expect(lanes.enter('b')).not.toBeNull();
    await expect(failing).rejects.toThrow('lost');
    await expect(waiting).resolves.toBe('done');
    await expect(enter(lanes).run(anyTime, async () => 'again')).resolves.toBe('again');
  });

  it('do not start work that was refused, and report whether other work finished meanwhile', async () => {
    const lanes = createLanes(3);
    const [first, second] = [enter(lanes), enter(lanes)];
    const running = first.run(anyTime, async () => 'done');
    const late = second.run(never, async () => 'not reached');
    expect([first.isDelayedByOthers, second.isDelayedByOthers]).toEqual([false, false]);
    await expect(running).resolves.toBe('done');
    await expect(late).rejects.toThrow('too late');
    expect([first.isDelayedByOthers, second.isDelayedByOthers]).toEqual([false, true]);
  });

  it('do not report work as held up if the work before it failed', async () => {
    const lanes = createLanes(3);
    const [first, second] = [enter(lanes), enter(lanes)];
    const failing = first.run(anyTime, () => Promise.reject(new Error('away')));
    const late = second.run(never, async () => 'not reached');
    await expect(failing).rejects.toThrow('away');
    await expect(late).rejects.toThrow('too late');
    expect(second.isDelayedByOthers).toBe(false);
  });
});
