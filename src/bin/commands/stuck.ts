import { WorkflowNotFoundError } from '@temporalio/client';
import { loadConfig } from '../../config/config.ts';
import { retrySignal, subscriptionWorkflowId } from '../../contracts/messages.ts';
import { openDatabase } from '../../persistence/database/database.ts';
import type { StuckMember } from '../../application/ports/fleet.ts';
import { fleetReads } from '../../persistence/subscription/fleet.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { connectedConfig } from '../local/connected-config.ts';
import { printTable } from './terminal.ts';
import { connectClient } from '../compose/temporal-connections.ts';

const maxListed = 1_000;

/** Prints the stuck subscriptions of all tenants and where to find the cause. */
export async function runStuck(): Promise<void> {
  const stuck = await findStuck();
  const rows = stuck.map(({ tenantId, id, stuck: { dueAt, since, requestId, incidentId } }) => [
    id,
    tenantId,
    dueAt,
    since,
    requestId.split('/')[1] ?? requestId,
    incidentId,
  ]);
  const below =
    stuck.length === 0
      ? 'Nothing is stuck.'
      : 'The log has the cause under the incident. After a fix they continue by themselves; `annex retry ID` retries at once.';
  await printTable(['subscription', 'tenant', 'due', 'since', 'what', 'incident'], rows, below);
}

/** Makes the workflow of a stuck subscription retry at once. @throws OperatorError if it is not stuck. */
export async function runRetry(subscriptionId: string): Promise<void> {
  const member = (await findStuck()).find(({ id }) => id === subscriptionId);
  if (member === undefined) throw new OperatorError(`${subscriptionId} is not stuck: \`annex stuck\` lists those that are.`);
  const client = connectClient(connectedConfig(loadConfig(process.env)));
  try {
    await client.workflow.getHandle(subscriptionWorkflowId(member.tenantId, member.id)).signal(retrySignal);
    process.stdout.write(`${subscriptionId} is retried now. Run \`annex stuck\` to see the result.\n`);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new OperatorError(`${subscriptionId} has no workflow: run \`annex doctor --repair\`.`, { cause: error });
  } finally {
    await client.connection.close();
  }
}

async function findStuck(): Promise<readonly StuckMember[]> {
  const database = await openDatabase({ url: connectedConfig(loadConfig(process.env)).databaseUrl });
  try {
    return await fleetReads(database).stuck(maxListed);
  } finally {
    await database.close();
  }
}
