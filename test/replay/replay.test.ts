import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { MainThreadWorker } from '../../src/bin/compose/main-thread-worker.ts';
import { installRuntime } from '../../src/bin/compose/temporal-connections.ts';
import { workflowBundle } from '../../src/bin/compose/workflow-bundle.ts';
import { createLog } from '../../src/runtime/log.ts';
import { stories } from './stories.ts';

// The gate: a build that cannot replay the recorded histories must not be released.

const log = createLog({ level: 'silent' });
const folder = new URL('histories/', import.meta.url);
const files = readdirSync(folder).toSorted();

let current: WorkflowBundleOption;
let reordered: WorkflowBundleOption;

beforeAll(async () => {
  installRuntime(log);
  current = await workflowBundle(log);
  const quiet = { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
  reordered = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('reordered.workflow.ts', import.meta.url)),
    logger: quiet,
  });
}, 60_000);

const ignore = (): void => undefined;

const replay = (workers: typeof Worker, file: string, bundle: WorkflowBundleOption): Promise<void> => {
  const history = historyFromJSON(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  return workers.runReplayHistory({ workflowBundle: bundle }, history);
};

describe('the histories of test/replay', () => {
  it('exist for every story, with a run before and after a continue-as-new', () => {
    for (const { name } of stories) expect(files).toContain(`${name}-1.json`);
    expect(files.filter((file) => file.startsWith('wall-continue-as-new-')).length).toBeGreaterThan(1);
  });

  // With the SDK's own worker, and with the one that the program uses unless workflows are isolated (ADR 0075).
  describe.each([Worker, MainThreadWorker])('by %p', (workers) => {
    it.each(files)('%s replays with the current workflow', async (file) => {
      await expect(replay(workers, file, current)).resolves.toBeUndefined();
    });

    it.each(files)('%s does not replay with an incompatible workflow', async (file) => {
      await expect(replay(workers, file, reordered)).rejects.toThrow(DeterminismViolationError);
    });
  });
});
