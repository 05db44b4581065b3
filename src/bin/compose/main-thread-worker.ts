import { Worker } from '@temporalio/worker';
import type { Config } from '../../config/config.ts';
import type { Log } from '../../runtime/log.ts';

/**
 * A worker that runs its workflows in this thread, without the SDK's watchdog thread for each entry into a workflow and without its
 * hook on promises. They are 90 % of what a workflow costs (ADR 0075). What is lost: the detection of a workflow that never yields,
 * and the query `__stack_trace`.
 */
export class MainThreadWorker extends Worker {
  protected static override async createWorkflowCreator(
    ...[bundle, options, logger]: Parameters<typeof Worker.createWorkflowCreator>
  ): ReturnType<typeof Worker.createWorkflowCreator> {
    // With `debugMode` the SDK itself makes the creator of this thread. Without a timeout an entry needs no watchdog.
    const unwatched = Object.assign({}, options, { debugMode: true, isolateExecutionTimeoutMs: undefined });
    const creator = await super.createWorkflowCreator(bundle, unwatched, logger);
    const { globalHandlers } = await sharedParts();
    globalHandlers['stopPromiseHook']();
    globalHandlers.promiseHookInstalled = false;
    return creator;
  }
}

/** The only part of the SDK that is not public: it owns the hook on promises. */
const sharedParts = () => import('@temporalio/worker/lib/workflow/vm-shared.js');

/**
 * The class of the worker for the setting ANNEX_WORKFLOW_ISOLATION. Returns the SDK's own class, with one warning in the log, if the
 * SDK is not built as `MainThreadWorker` expects.
 */
export async function workerClass({
  workflowIsolation,
  log,
}: Pick<Config, 'workflowIsolation'> & { readonly log: Log }): Promise<typeof Worker> {
  if (workflowIsolation === 'on') return Worker;
  const parts = await sharedParts().catch((error: unknown) => ({ globalHandlers: error }));
  const missing = missingParts({ worker: Worker, handlers: parts.globalHandlers });
  if (missing.length === 0) return MainThreadWorker;
  log.warn({ missing }, 'the Temporal SDK is built differently: workflows run isolated, at a higher cost (ADR 0075)');
  return Worker;
}

/** The parts of the SDK that `MainThreadWorker` needs and that are not as it expects. */
export function missingParts({
  worker,
  handlers,
}: {
  readonly worker: unknown;
  readonly handlers: unknown;
}): readonly string[] {
  const parts = [
    { name: 'Worker.createWorkflowCreator', value: partOf(worker, 'createWorkflowCreator'), type: 'function' },
    { name: 'globalHandlers.stopPromiseHook', value: partOf(handlers, 'stopPromiseHook'), type: 'function' },
    { name: 'globalHandlers.promiseHookInstalled', value: partOf(handlers, 'promiseHookInstalled'), type: 'boolean' },
  ];
  return parts.filter(({ value, type }) => typeof value !== type).map(({ name }) => name);
}

const partOf = (owner: unknown, name: string): unknown =>
  (typeof owner === 'object' && owner !== null) || typeof owner === 'function' ? Reflect.get(owner, name) : undefined;
