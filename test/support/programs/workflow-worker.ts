// A worker as `annex worker` makes it, for the workflows of a test. Not in jest, which hides unhandled rejections from the SDK.
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, NativeConnection } from '@temporalio/worker';
import { workerClass } from '../../../src/bin/compose/main-thread-worker.ts';
import { installRuntime } from '../../../src/bin/compose/temporal-connections.ts';
import { loadConfig } from '../../../src/config/config.ts';
import { createLog } from '../../../src/runtime/log.ts';

const { taskQueue, temporal, workflowIsolation } = loadConfig(process.env);
const log = createLog({ level: 'warn' });
installRuntime(log);
const workers = await workerClass({ workflowIsolation, log });
const workflowsPath = fileURLToPath(new URL('../../workflows/isolation.workflow.ts', import.meta.url));
const connection = await NativeConnection.connect({ address: temporal.address ?? '' });
const worker = await workers.create({ connection, taskQueue, workflowBundle: await bundleWorkflowCode({ workflowsPath }) });
process.once('SIGTERM', () => worker.shutdown());
process.stdout.write(`workflows run by ${workers.name}\n`);
await worker.run();
await connection.close();
