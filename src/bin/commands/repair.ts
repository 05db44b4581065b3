import { loadConfig } from '../../config/config.ts';
import { openDatabase } from '../../persistence/database/database.ts';
import { DatabaseUnavailable } from '../../persistence/database/errors.ts';
import { fleetReads } from '../../persistence/subscription/fleet.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { connectedConfig } from '../local/connected-config.ts';
import { repairBatchSize, startMissing } from '../../engine/missing-workflows.ts';
import { connectClient } from '../compose/temporal-connections.ts';

/** Starts the missing workflows of running subscriptions of all tenants and prints them. Concurrent runs are safe. */
export async function runRepair(): Promise<void> {
  const config = connectedConfig(loadConfig(process.env));
  const database = await openDatabase({ url: config.databaseUrl });
  const client = connectClient(config);
  const { taskQueue, workflowBudget: budget, renewalSpreadMs } = config;
  const reads = fleetReads(database);
  try {
    const fleet = { client, reads, settings: { taskQueue, budget, renewalSpreadMs } };
    const { checked, started } = await startMissing(fleet, reads.running(repairBatchSize));
    const outcome = started.length === 0 ? 'Each has its workflow.' : `Started ${started.length} that had no workflow:`;
    process.stdout.write([`Looked at ${checked} running subscriptions. ${outcome}`, ...started, ''].join('\n'));
  } catch (error) {
    throw error instanceof DatabaseUnavailable
      ? unavailable('PostgreSQL', error)
      : isTemporalUnavailable(error)
        ? unavailable('Temporal', error)
        : error;
  } finally {
    await client.connection.close();
    await database.close();
  }
}

const isTemporalUnavailable = (error: unknown): boolean => error instanceof Error && error.name === 'ServiceError';

const unavailable = (server: string, cause: unknown): OperatorError =>
  new OperatorError(`${server} does not answer: start it, then run this again. What was found so far is repaired.`, { cause });
