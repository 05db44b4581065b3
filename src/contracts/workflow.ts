import type { Refusal } from '../domain/refusal.ts';
import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import type { DueKind } from '../domain/subscription/life/due.ts';
import type { SubscriptionStatus } from '../domain/subscription/model/state.ts';
import type { Cadence } from '../domain/time/cadence.ts';
import type { Instant } from '../domain/time/instant.ts';
import type { Applied, CommandMessage } from './messages.ts';

/** The input of a run of the subscription workflow; also what a run passes to the next one when it continues as new. */
export interface SubscriptionRun {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  /** How many decisions a run makes before it continues as new (ADR 0003). */
  readonly budget: number;
  /** Delay of each wake after its due instant, which spreads the load. Documents keep the date of the instant. */
  readonly wakeDelayMs: number;
  /** The subscription after the last decision; null before it is created. */
  readonly known: Known | null;
  /** The value of the search attribute `AnnexStatus`. */
  readonly shownStatus: SubscriptionStatus | 'stuck' | null;
  /** The due thing that fails; absent if none does. */
  readonly stuck?: Stuck;
  /** Commands that the previous run received and did not serve, in the order of arrival. */
  readonly inbox?: readonly CommandMessage[];
}

/** A due thing that fails at every try until a release fixes the cause (ADR 0058). */
export interface Stuck {
  readonly dueAt: Instant;
  readonly kind: DueKind;
  /** Identifies the last failure in the log. */
  readonly incidentId: string;
  readonly tries: number;
  readonly retryAt: Instant;
}

/** The failure type by which a run rejects an Update that belongs to the next run. */
export const endingRunType = 'ending_run';

/** How many commands may wait for one subscription. */
export const inboxCapacity = 200;

/**
 * The history events or bytes from which a run hands its inbox to the next run instead of serving it first: four times the events
 * at which it continues as new, or a fiftieth of the bytes at which the server terminates a workflow.
 */
export const crowdedAt = (budget: number): { readonly events: number; readonly bytes: number } => ({
  events: 4 * eventsPerBudget * budget,
  bytes: 1_048_576,
});

/** History events of a run for each unit of its budget: 150 events at a budget of six. */
export const eventsPerBudget = 25;

/** The subscription as the workflow knows it: what the timer and the answers to operators need. */
export type Known = Pick<Applied, 'revision' | 'status' | 'at' | 'nextWake' | 'summary' | 'customerId' | 'planKey' | 'clock'>;

/** A running subscription from which its missing workflow can be started (ADR 0023). */
export interface ResumableSubscription {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  readonly currency: string;
  readonly cadence: Cadence;
  readonly known: Known;
}

/** The result of a workflow: its subscription ended, or the creation was refused. */
export type SubscriptionRunResult = { readonly ended: Known } | { readonly refused: Refusal | null };

export type SubscriptionWorkflow = (run: SubscriptionRun) => Promise<SubscriptionRunResult>;
