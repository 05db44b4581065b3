import type { ConnectedConfig } from '../../config/config.ts';
import { invariant } from '../../domain/invariant.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import type { Database } from '../../persistence/database/database.ts';
import { fleetReads } from '../../persistence/subscription/fleet.ts';
import type { Log } from '../../runtime/log.ts';
import { repairBatchSize, startMissing } from '../../engine/missing-workflows.ts';
import { repeat } from './repeat.ts';
import { connectClient } from './temporal-connections.ts';

const intervalMs = 10 * 60_000;

/**
 * Checks, at once and every ten minutes, whether overdue subscriptions have a workflow, and starts the missing ones: nothing else
 * would notice a lost timer. Reads only overdue subscriptions, by an index (ADR 0059).
 */
export function watchOverdue({
  config,
  database,
  log,
}: {
  readonly config: ConnectedConfig;
  readonly database: Database;
  readonly log: Log;
}): { stop(): Promise<void> } {
  const client = connectClient(config);
  const reads = fleetReads(database);
  const settings = {
    taskQueue: config.taskQueue,
    budget: config.workflowBudget,
    renewalSpreadMs: config.renewalSpreadMs,
  };
  const look = async (stopped: AbortSignal): Promise<void> => {
    const now = parseInstant(new Date().toISOString());
    invariant(now, 'the clock gives an instant');
    try {
      const { started } = await startMissing({ client, reads, settings }, reads.overdue(now, repairBatchSize));
      if (started.length > 0) log.warn({ workflowIds: started }, 'started the missing workflows of overdue subscriptions');
    } catch (error) {
      if (!stopped.aborted) log.warn({ err: error }, 'failed to look for missing workflows; retrying in ten minutes');
    }
  };
  const watching = repeat(intervalMs, look);
  return {
    async stop() {
      const stopping = watching.stop();
      await client.connection.close();
      await stopping;
    },
  };
}
