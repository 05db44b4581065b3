import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { format } from 'prettier';
import { startTestEnvironment } from '../support/environment.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { prepareTemplate } from '../support/test-database.ts';
import { type Story, stories } from './stories.ts';

// Records the histories again, all or those named. README.md says when to do that, and how to call it.

const environment = await startTestEnvironment();
process.env['ANNEX_TEST_POSTGRES_URL'] = environment.postgres.ownerUrl;
process.env['ANNEX_TEST_TEMPORAL_ADDRESS'] = environment.temporal.address;
try {
  await prepareTemplate(environment.postgres.ownerUrl);
  await recordAll();
} finally {
  await environment.stop();
}

async function recordAll(): Promise<void> {
  const named = process.argv.slice(2);
  for (const story of stories.filter(({ name }) => named.length === 0 || named.includes(name))) await record(story);
}

async function record({ name, budget = 4, live }: Story): Promise<void> {
  const app = await startTestApp({ budget });
  try {
    await createGymCatalogue(app.api);
    const { id } = await live(app);
    for (const [index, runId] of (await runsOf(app, id)).entries()) {
      const file = new URL(`histories/${name}-${index + 1}.json`, import.meta.url);
      writeFileSync(file, await historyOfRun(app, { id, runId }));
    }
  } finally {
    await app.stop();
  }
}

/** The runs of a subscription's workflow, oldest first. */
async function runsOf(app: TestApp, id: string): Promise<readonly string[]> {
  const runs: string[] = [];
  let runId: string | undefined = (await app.temporal.workflow.getHandle(app.workflowId(id)).describe()).runId;
  while (runId !== undefined && runId !== '') {
    runs.unshift(runId);
    const { events } = await app.temporal.workflow.getHandle(app.workflowId(id), runId).fetchHistory();
    runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? undefined;
  }
  return runs;
}

/** One run as JSON, without the names of the recording machine, process and folder. */
async function historyOfRun(app: TestApp, { id, runId }: { readonly id: string; readonly runId: string }): Promise<string> {
  const history = await app.temporal.workflow.getHandle(app.workflowId(id), runId).fetchHistory();
  const anonymous = historyToJSON(history)
    .replaceAll(`${process.pid}@${hostname()}`, 'recorder')
    .replaceAll(`${process.cwd()}/`, '');
  return format(anonymous, { parser: 'json', printWidth: 128 });
}
