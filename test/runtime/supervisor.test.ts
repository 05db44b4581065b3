import { createLog } from '../../src/runtime/log.ts';
import { createSupervisor, StoppedError, type Part } from '../../src/runtime/supervisor.ts';

const log = createLog({ level: 'silent' });

const recordingPart = (name: string, stopped: string[]): Part => ({ stop: async () => void stopped.push(name) });

describe('createSupervisor', () => {
  it('stops the parts in the reverse order of their start', async () => {
    const supervisor = createSupervisor({ log });
    const stopped: string[] = [];
    for (const name of ['postgres', 'temporal', 'worker', 'api'])
      await supervisor.start(name, async () => recordingPart(name, stopped));
    await supervisor.stop('SIGINT');
    expect(stopped).toEqual(['api', 'worker', 'temporal', 'postgres']);
  });

  it('stops once for any number of requests', async () => {
    const supervisor = createSupervisor({ log });
    const stopped: string[] = [];
    await supervisor.start('postgres', async () => recordingPart('postgres', stopped));
    await Promise.all([supervisor.stop('SIGINT'), supervisor.stop('SIGINT'), supervisor.stop('SIGTERM')]);
    expect(stopped).toEqual(['postgres']);
    await expect(supervisor.finished).resolves.toBeUndefined();
  });

  it('waits for a part that is still starting and then stops it', async () => {
    const supervisor = createSupervisor({ log });
    const stopped: string[] = [];
    const gate = Promise.withResolvers<void>();
    const starting = supervisor.start('postgres', async () => {
      await gate.promise;
      return recordingPart('postgres', stopped);
    });
    const stopping = supervisor.stop('SIGTERM');
    gate.resolve();
    await Promise.all([starting, stopping]);
    expect(stopped).toEqual(['postgres']);
  });

  it('starts nothing during a stop', async () => {
    const supervisor = createSupervisor({ log });
    const stopping = supervisor.stop('SIGINT');
    await expect(supervisor.start('worker', async () => recordingPart('worker', []))).rejects.toBeInstanceOf(StoppedError);
    await stopping;
  });

  it('stops the others if one fails, and reports that failure', async () => {
    const supervisor = createSupervisor({ log });
    const stopped: string[] = [];
    await supervisor.start('postgres', async () => recordingPart('postgres', stopped));
    const failure = new Error('the worker broke');
    supervisor.fail(failure);
    await expect(supervisor.finished).rejects.toBe(failure);
    expect(stopped).toEqual(['postgres']);
  });

  it('continues with the next part if one fails to stop or does not stop in time', async () => {
    const supervisor = createSupervisor({ log, partStopMs: 20 });
    const stopped: string[] = [];
    await supervisor.start('postgres', async () => recordingPart('postgres', stopped));
    await supervisor.start('worker', async () => ({ stop: () => Promise.reject(new Error('no')) }));
    await supervisor.start('api', async () => ({ stop: () => new Promise<void>(() => undefined) }));
    await supervisor.stop('SIGINT');
    expect(stopped).toEqual(['postgres']);
  });
});
