import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { toResumable, resumptionStart, type WorkflowStartSettings } from './workflow-start.ts';
import { subscriptionWorkflowId, subscriptionWorkflowType } from '../contracts/messages.ts';
import type { ResumableSubscription } from '../contracts/workflow.ts';
import type { FleetMember, FleetReads } from '../application/ports/fleet.ts';

/** The dependencies of the search for missing workflows. */
export interface Fleet {
  readonly client: Client;
  readonly reads: FleetReads;
  readonly settings: WorkflowStartSettings;
}

/** The number of checked subscriptions, and the ids of the started workflows. */
export interface RepairResult {
  readonly checked: number;
  readonly started: readonly string[];
}

/** Subscriptions in one batch, and concurrent calls to the Temporal server. */
export const repairBatchSize = 200;
const maxConcurrentCalls = 10;

/**
 * Starts the missing workflows of these subscriptions from their stored state; they then process what is overdue, each at its own
 * instant. Leaves open workflows alone; concurrent calls start a workflow once (ADR 0023).
 */
export async function startMissing(fleet: Fleet, batches: AsyncIterable<readonly FleetMember[]>): Promise<RepairResult> {
  let checked = 0;
  const started: string[] = [];
  for await (const batch of batches) {
    checked += batch.length;
    const missing = await findMissing(fleet, batch);
    const resumable = await loadResumable(fleet, missing);
    await inParallel(resumable, async (subscription) => started.push(await start(fleet, subscription)));
  }
  return { checked, started };
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

/** Reads the states after the workflows were found closed, so that they include the ends of subscriptions. */
async function loadResumable({ reads }: Fleet, missing: readonly FleetMember[]): Promise<readonly ResumableSubscription[]> {
  const resumable: ResumableSubscription[] = [];
  for (const [tenantId, members] of Map.groupBy(missing, (member) => member.tenantId)) {
    const stored = await reads.find(
      tenantId,
      members.map(({ id }) => id),
    );
    resumable.push(...stored.map((subscription) => toResumable(tenantId, subscription)).filter((each) => each !== null));
  }
  return resumable;
}

async function start({ client, settings }: Fleet, subscription: ResumableSubscription): Promise<string> {
  const { workflowId } = await client.workflow.start(subscriptionWorkflowType, resumptionStart(subscription, settings));
  return workflowId;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const lane = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: maxConcurrentCalls }, lane));
}
