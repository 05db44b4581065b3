import type { Refusal } from '../domain/refusal.ts';
import type { TenantId } from '../domain/ids.ts';
import type { DueKind } from '../domain/subscription/life/due.ts';
import type { SubscriptionStatus } from '../domain/subscription/model/state.ts';
import type { Cadence } from '../domain/time/cadence.ts';
import type { Instant } from '../domain/time/instant.ts';
import type { Applied, CommandMessage } from './messages.ts';

/** What a run of a subscription's workflow begins with, and what it carries over when it continues as new. */
export interface SubscriptionRun {
  readonly tenantId: TenantId;
  readonly subscriptionId: string;
  /** How many wakes and commands a run serves before it continues as new (ADR 0003). */
  readonly budget: number;
  /** How long after its due instant a wake comes, to spread a fleet. Documents keep the date of the instant. */
  readonly wakeDelayMs: number;
  /** The subscription after the last decision; null before it is created. */
  readonly known: Known | null;
  /** The status that the search attribute shows. */
  readonly shownStatus: SubscriptionStatus | 'stuck' | null;
  /** What is due and fails; absent while nothing does. */
  readonly stuck?: Stuck;
  /** Commands that the run before has received and not served, in their order. */
  readonly inbox?: readonly CommandMessage[];
}

/** Something that is due and fails by its nature, again and again until a release mends it (ADR 0058). */
export interface Stuck {
  readonly dueAt: Instant;
  readonly kind: DueKind;
  /** Names the last failure in the log. */
  readonly incidentId: string;
  readonly tries: number;
  readonly retryAt: Instant;
}

/** The type of the failure by which a run rejects an Update that is for the next run. */
export const endingRunType = 'ending_run';

/** How many commands may wait for one subscription. */
export const inboxCapacity = 200;

/**
 * From how many events or bytes on a run gives what waits to the next one, instead of serving it first: four times the events at
 * which it would continue as new by itself, or a fiftieth of the bytes at which the server ends a workflow.
 */
export const crowdedAt = (budget: number): { readonly events: number; readonly bytes: number } => ({
  events: 4 * eventsPerBudget * budget,
  bytes: 1_048_576,
});

/** History events of a run for each unit of its budget: 150 events at a budget of six. */
export const eventsPerBudget = 25;

/** What the workflow knows of its subscription: enough to wait for the right instant and to answer operators. */
export type Known = Pick<Applied, 'revision' | 'status' | 'at' | 'nextWake' | 'summary' | 'customerId' | 'planKey' | 'clock'>;

/** A subscription that runs, as it is stored: with it a workflow that is missing begins in the middle of a life (ADR 0023). */
export interface SubscriptionPlace {
  readonly tenantId: TenantId;
  readonly subscriptionId: string;
  readonly currency: string;
  readonly cadence: Cadence;
  readonly known: Known;
}

/** How a workflow ends: with its subscription, or because the subscription was never created. */
export type SubscriptionRunResult = { readonly ended: Known } | { readonly refused: Refusal | null };

export type SubscriptionWorkflow = (run: SubscriptionRun) => Promise<SubscriptionRunResult>;
