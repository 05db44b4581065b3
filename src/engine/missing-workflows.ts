import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { placeOf, resumptionStart, type WorkflowStartSettings } from './workflow-start.ts';
import { subscriptionWorkflowId, subscriptionWorkflowType } from '../contracts/messages.ts';
import type { SubscriptionPlace } from '../contracts/workflow.ts';
import type { FleetMember, FleetReads } from '../application/ports/fleet.ts';

/** The dependencies of the search for missing workflows. */
export interface Fleet {
  readonly client: Client;
  readonly reads: FleetReads;
  readonly settings: WorkflowStartSettings;
}

/** The number of checked subscriptions, and the ids of the workflows that were started. */
export interface Repaired {
  readonly looked: number;
  readonly started: readonly string[];
}

/** Subscriptions in one batch, and concurrent calls to the Temporal server. */
export const repairBatch = 200;
const callsAtOnce = 10;

/**
 * Starts the missing workflows of these subscriptions from their stored state. They then do what is overdue, at its own instants.
 * Leaves open workflows alone; concurrent searches start a workflow once (ADR 0023).
 */
export async function startMissing(fleet: Fleet, batches: AsyncIterable<readonly FleetMember[]>): Promise<Repaired> {
  let looked = 0;
  const started: string[] = [];
  for await (const batch of batches) {
    looked += batch.length;
    const missing = await findMissing(fleet, batch);
    const places = await placesOf(fleet, missing);
    await inParallel(places, async (place) => started.push(await start(fleet, place)));
  }
  return { looked, started };
}

async function findMissing({ client }: Fleet, batch: readonly FleetMember[]): Promise<readonly FleetMember[]> {
  const missing: FleetMember[] = [];
  await inParallel(batch, async (member) => {
    if (!(await isOpen(client, subscriptionWorkflowId(member.tenantId, member.id)))) missing.push(member);
  });
  return missing;
}

async function isOpen(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Reads the state after the workflows were found closed, so that it includes the end of a subscription that ended by itself. */
async function placesOf({ reads }: Fleet, missing: readonly FleetMember[]): Promise<readonly SubscriptionPlace[]> {
  const places: SubscriptionPlace[] = [];
  for (const [tenantId, members] of Map.groupBy(missing, (member) => member.tenantId)) {
    const stored = await reads.find(
      tenantId,
      members.map(({ id }) => id),
    );
    places.push(...stored.map((stand) => placeOf(tenantId, stand)).filter((place) => place !== null));
  }
  return places;
}

async function start({ client, settings }: Fleet, place: SubscriptionPlace): Promise<string> {
  const { workflowId } = await client.workflow.start(subscriptionWorkflowType, resumptionStart(place, settings));
  return workflowId;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const lane = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: callsAtOnce }, lane));
}
