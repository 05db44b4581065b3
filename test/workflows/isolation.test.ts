import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { MainThreadWorker, missingParts, workerClass } from '../../src/bin/compose/main-thread-worker.ts';
import { createLog } from '../../src/runtime/log.ts';
import { waitFor } from '../support/wait-for.ts';
import { eventsOf, historyOf } from '../support/history.ts';
import { numbersUpTo } from '../support/subscription-rows.ts';
import { type RunningProgram, startProgram } from '../support/program.ts';
import type { rejecting, steady } from './isolation.workflow.ts';

const hooks = { stopPromiseHook: () => undefined, promiseHookInstalled: true };
const program = fileURLToPath(new URL('../support/programs/workflow-worker.ts', import.meta.url));
const address = process.env['ANNEX_TEST_TEMPORAL_ADDRESS'] ?? '';
const modes = [
  { workflowIsolation: 'off', className: 'MainThreadWorker', trace: 'stack traces are not enabled' },
  { workflowIsolation: 'on', className: 'Worker', trace: 'isolation.workflow.ts' },
] as const;

describe.each(modes)(
  'workflows with ANNEX_WORKFLOW_ISOLATION=$workflowIsolation',
  ({ workflowIsolation, className, trace }) => {
    const taskQueue = `test-${randomUUID()}`;
    let client: Client;
    let running: RunningProgram;

    beforeAll(async () => {
      client = new Client({ connection: await Connection.connect({ address }) });
      running = startProgram(program, {
        TEMPORAL_ADDRESS: address,
        ANNEX_TASK_QUEUE: taskQueue,
        ANNEX_WORKFLOW_ISOLATION: workflowIsolation,
      });
      await running.waitForLine(new RegExp(`^workflows run by ${className}$`));
    }, 60_000);
    afterAll(async () => {
      running.process.kill('SIGTERM');
      await running.ended;
      await client.connection.close();
    });

    const options = () => ({ taskQueue, workflowId: randomUUID() });
    const startSteady = () => client.workflow.start<typeof steady>('steady', options());
    const failedTasks = async (handle: Pick<WorkflowHandle, 'fetchHistory'>) =>
      eventsOf(await historyOf(handle), 'EVENT_TYPE_WORKFLOW_TASK_FAILED');

    it('an unhandled rejection fails only the workflow task of its workflow', async () => {
      const before = await Promise.all(numbersUpTo(20).map(startSteady));
      const faulty = await client.workflow.start<typeof rejecting>('rejecting', options());
      const after = await Promise.all(numbersUpTo(20).map(startSteady));
      const failures = await waitFor('its workflow task fails', async () => {
        const found = await failedTasks(faulty);
        return found.length > 0 && found;
      });
      const { failure } = failures[0]?.workflowTaskFailedEventAttributes ?? {};
      expect(failure?.message).toBe('Unhandled Promise rejection: Error: nobody waits for this');
      await faulty.terminate();
      for (const handle of [...before, ...after]) await handle.signal('finish');
      const results = await Promise.all([...before, ...after].map((handle) => handle.result()));
      expect(new Set(results)).toEqual(new Set(['canceled']));
      for (const handle of [...before, ...after]) expect(await failedTasks(handle)).toEqual([]);
      expect(running.process.exitCode).toBeNull();
    });

    it('answers the query __stack_trace only with isolation', async () => {
      const handle = await startSteady();
      const answer = await handle.query<string>('__stack_trace').catch(String);
      expect(answer).toContain(trace);
      await handle.terminate();
    });
  },
);

describe('workerClass', () => {
  const log = createLog({ level: 'silent' });

  it('uses the worker of this thread, unless workflows are isolated', async () => {
    await expect(workerClass({ workflowIsolation: 'off', log })).resolves.toBe(MainThreadWorker);
    await expect(workerClass({ workflowIsolation: 'on', log })).resolves.toBe(Worker);
  });

  it.each([
    ['lacks the creator', { worker: {}, handlers: hooks }, ['Worker.createWorkflowCreator']],
    ['cannot stop the hook', { worker: Worker, handlers: { promiseHookInstalled: true } }, ['globalHandlers.stopPromiseHook']],
    [
      'counts hooks',
      { worker: Worker, handlers: { ...hooks, promiseHookInstalled: 1 } },
      ['globalHandlers.promiseHookInstalled'],
    ],
    [
      'has no handlers',
      { worker: Worker, handlers: undefined },
      ['globalHandlers.stopPromiseHook', 'globalHandlers.promiseHookInstalled'],
    ],
  ])('does not use it with an SDK that %s', (_, sdk, missing) => {
    expect(missingParts(sdk)).toEqual(missing);
  });
});
