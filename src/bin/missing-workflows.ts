import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { placeOf, startOfPlace, type WorkflowStartSettings } from '../engine/workflow-start.ts';
import { subscriptionWorkflowId, subscriptionWorkflowType } from '../contracts/messages.ts';
import type { SubscriptionPlace } from '../contracts/workflow.ts';
import type { FleetMember, fleetReads } from '../persistence/subscription/fleet.ts';

/** What the search for missing workflows needs. */
export interface Fleet {
  readonly client: Client;
  readonly reads: ReturnType<typeof fleetReads>;
  readonly settings: WorkflowStartSettings;
}

/** How many subscriptions were looked at, and the workflow ids of those that had none and have one now. */
export interface Repaired {
  readonly looked: number;
  readonly started: readonly string[];
}

/** Subscriptions in one step of the search, and calls to the Temporal server at once. */
export const repairBatch = 200;
const callsAtOnce = 10;

/**
 * Starts the workflows of those subscriptions that have none, where they stand. What is overdue is then done at its own instants. A
 * workflow that is open is left alone, and two who search at once start it once.
 */
export async function startMissing(fleet: Fleet, batches: AsyncIterable<readonly FleetMember[]>): Promise<Repaired> {
  let looked = 0;
  const started: string[] = [];
  for await (const batch of batches) {
    looked += batch.length;
    const missing = await keepMissing(fleet, batch);
    const places = await placesOf(fleet, missing);
    await inParallel(places, async (place) => started.push(await start(fleet, place)));
  }
  return { looked, started };
}

async function keepMissing({ client }: Fleet, batch: readonly FleetMember[]): Promise<readonly FleetMember[]> {
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

/** The places are read after their workflows were found closed, so that one that has ended by itself is seen to have ended. */
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
  const { workflowId } = await client.workflow.start(subscriptionWorkflowType, startOfPlace(place, settings));
  return workflowId;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const lane = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: callsAtOnce }, lane));
}
