import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import type { AttachmentId, SubscriptionId, TenantId } from '../domain/ids.ts';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Command, CommandType } from '../domain/subscription/model/commands.ts';
import type { DueKind } from '../domain/subscription/life/due.ts';
import type { SubscriptionStatus } from '../domain/subscription/model/state.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time/instant.ts';

// No zod here: this file is part of the workflow bundle, where zod would double the cost of a cold start.

/** The argument of a command's Update or Signal. Plain JSON, so that an operator can type it. */
export interface CommandMessage<T extends CommandType = CommandType> {
  /** The Idempotency-Key. The same id has one effect, however often and by whichever message it is delivered. */
  readonly requestId: string;
  /** Hash of the request; the same id with another hash is refused. Absent if an operator sends the message by hand. */
  readonly requestHash?: string;
  readonly command: Extract<Command, { readonly type: T }>;
}

/** Who requests a decision. Each has its own namespace of request ids, so no client can use the id of a wake. */
export type RequestOrigin = 'client' | 'wake';

/** The next instant at which something falls due. */
export interface NextWake {
  readonly at: Instant;
  readonly kind: DueKind;
  /** What falls due: the number of a period, the id of anything else. Absent in older runs. */
  readonly thing?: string;
  /** For operators: `renewal 3 on 2026-03-31`. */
  readonly summary: string;
  /** What would be invoiced then; only in outcomes of older runs. */
  readonly expects?: string;
}

/** The ids of what a decision created; the caller reads the rest from PostgreSQL. */
export interface Made {
  readonly invoiceIds: readonly string[];
  readonly creditNoteIds: readonly string[];
  readonly pendingIds: readonly string[];
  readonly attachmentId: AttachmentId | null;
  /**
   * The revisions of a command's decisions, including those of what was due before it: greater than `after`, at most `upTo`. Absent
   * in older outcomes.
   */
  readonly revisions?: { readonly after: number; readonly upTo: number };
}

export interface Applied {
  readonly result: 'applied';
  readonly revision: number;
  readonly status: SubscriptionStatus;
  /** The subscription's own time after the decision. */
  readonly at: Instant;
  readonly nextWake: NextWake | null;
  readonly summary: string;
  readonly made: Made;
  /** For operators, in the Temporal UI. */
  readonly customerId: string;
  /** The key of the base, a plan or a single purchase. Stored histories fix the name. */
  readonly planKey: string;
  readonly clock: 'wall' | 'sandbox';
}

export interface Declined {
  readonly result: 'refused';
  readonly error: Refusal;
}

/** The answer of every decision activity. */
export type Outcome = Applied | Declined;

/** The activity that checks whether a command would be refused, before the workflow does what is due first. It writes nothing. */
export const commandCheck = 'checkCommand';

/** The answer of the check: a refusal, the outcome of a request that was already decided, or `acceptable`. */
export type CheckOutcome = Outcome | { readonly result: 'acceptable' };

/** The input of every decision activity: one command, or everything that is due at one instant. */
export interface DecisionInput {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  readonly requestId: string;
  readonly requestHash: string;
  /** The subscription's time of the decision; no activity reads a clock. */
  readonly at: Instant;
  /** Null for what falls due. */
  readonly command: Command | null;
  /** For a command, the revision before the workflow did what was due first. */
  readonly afterRevision?: number;
}

/** The two messages of a command. */
export interface CommandMessages<T extends CommandType = CommandType> {
  readonly update: UpdateDefinition<Applied, [CommandMessage<T>]>;
  readonly signal: SignalDefinition<[CommandMessage<T>]>;
}

/** A command as an Update, for callers who need the outcome, and as a Signal of the same name, for those who do not. */
export const commandMessages = <T extends CommandType>(type: T): CommandMessages<T> => ({
  update: defineUpdate<Applied, [CommandMessage<T>]>(type),
  signal: defineSignal<[CommandMessage<T>]>(type),
});

/** Retries at once the due thing that fails. */
export const retrySignal = defineSignal('retry');

/** The queries of a subscription workflow. */
export const stateQuery = defineQuery<WorkflowSummary>('state');
export const pendingQuery = defineQuery<WorkflowPending>('pending');

export interface WorkflowSummary {
  readonly subscriptionId: SubscriptionId;
  readonly status: SubscriptionStatus | 'creating';
  readonly revision: number;
  readonly clock: 'wall' | 'sandbox';
  readonly at: Instant | null;
  readonly nextWake: NextWake | null;
  readonly lastDid: string;
}

export interface WorkflowPending {
  readonly nextWake: NextWake | null;
  /** Commands that were received and not yet decided. */
  readonly inbox: readonly { readonly requestId: string; readonly type: CommandType }[];
}

/** The id of the workflow that owns a subscription. */
export const subscriptionWorkflowId = (tenantId: TenantId, subscriptionId: SubscriptionId): string =>
  `sub/${tenantId}/${subscriptionId}`;

export const subscriptionWorkflowType = 'subscriptionWorkflow';
