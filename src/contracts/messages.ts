import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import type { TenantId } from '../domain/ids.ts';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Command, CommandType } from '../domain/subscription/model/commands.ts';
import type { DueKind } from '../domain/subscription/life/due.ts';
import type { SubscriptionStatus } from '../domain/subscription/model/state.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time/instant.ts';

// No zod here: this file is part of the workflow bundle, where it would double the cost of a cold workflow.

/** A command on its way to the workflow, as an Update or a Signal. Plain JSON, so that an operator can type it. */
export interface CommandMessage<T extends CommandType = CommandType> {
  /** The Idempotency-Key. The same id has one effect, however often and in whatever way it is delivered. */
  readonly requestId: string;
  /** Hash of the request; the same id with another hash is refused. Empty when an operator sends a Signal by hand. */
  readonly requestHash?: string;
  readonly command: Extract<Command, { readonly type: T }>;
}

/** Who asks for a decision. The request ids of the two are kept apart: no client's id is ever that of a wake. */
export type RequestOrigin = 'client' | 'wake';

/** The next instant at which something falls due. */
export interface NextWake {
  readonly at: Instant;
  readonly kind: DueKind;
  /** What falls due, by name: a period by its number, everything else by its id. Absent in runs from before it was told. */
  readonly thing?: string;
  /** For the operator: `renewal 3 on 2026-03-31`. */
  readonly summary: string;
  /** What will be invoiced then if nothing changes before: `28.00 USD`. Absent where nothing will. */
  readonly expects?: string;
}

/** What a decision did, in ids: the caller reads the rest from PostgreSQL. */
export interface Made {
  readonly invoiceIds: readonly string[];
  readonly creditNoteIds: readonly string[];
  readonly pendingIds: readonly string[];
  readonly attachmentId: string | null;
  /**
   * The decisions of a command, what was due ahead of it included: those after one revision up to another. Absent in outcomes from
   * before it was kept.
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
  /** For the list of subscriptions in the Temporal UI. */
  readonly customerId: string;
  /** The key of the base, a plan or single purchase; stored histories have it under this name. */
  readonly planKey: string;
  readonly clock: 'wall' | 'sandbox';
}

export interface Declined {
  readonly result: 'refused';
  readonly error: Refusal;
}

/** The answer of every decision activity. */
export type Outcome = Applied | Declined;

/** The activity that says whether a command would be refused, before what is due ahead of it is done. It writes nothing. */
export const commandCheck = 'checkCommand';

/** Its answer: a refusal, the outcome of a request that was decided before, or that the command may go on. */
export type CheckOutcome = Outcome | { readonly result: 'acceptable' };

/** The input of every decision activity: one command, or everything that is due at one instant. */
export interface DecisionInput {
  readonly tenantId: TenantId;
  readonly subscriptionId: string;
  readonly requestId: string;
  readonly requestHash: string;
  /** The subscription's time at which this is decided; no activity reads a clock. */
  readonly at: Instant;
  /** Null for what falls due by itself. */
  readonly command: Command | null;
  /** For a command, the revision before what was due ahead of it was done. */
  readonly afterRevision?: number;
}

/** The two messages of a command. */
export interface CommandMessages<T extends CommandType = CommandType> {
  readonly update: UpdateDefinition<Applied, [CommandMessage<T>]>;
  readonly signal: SignalDefinition<[CommandMessage<T>]>;
}

/** A command as an Update for callers who want the outcome, and as a Signal of the same name for those who do not. */
export const commandMessages = <T extends CommandType>(type: T): CommandMessages<T> => ({
  update: defineUpdate<Applied, [CommandMessage<T>]>(type),
  signal: defineSignal<[CommandMessage<T>]>(type),
});

/** Tries at once what is due and failed, instead of when its turn comes. */
export const retrySignal = defineSignal('retry');

/** The queries of a subscription workflow. */
export const stateQuery = defineQuery<WorkflowSummary>('state');
export const pendingQuery = defineQuery<WorkflowPending>('pending');

export interface WorkflowSummary {
  readonly subscriptionId: string;
  readonly status: SubscriptionStatus | 'creating';
  readonly revision: number;
  readonly clock: 'wall' | 'sandbox';
  readonly at: Instant | null;
  readonly nextWake: NextWake | null;
  readonly lastDid: string;
}

export interface WorkflowPending {
  readonly nextWake: NextWake | null;
  /** Commands that were received and are not done yet. */
  readonly inbox: readonly { readonly requestId: string; readonly type: CommandType }[];
}

/** The id of the workflow that owns a subscription. */
export const subscriptionWorkflowId = (tenantId: TenantId, subscriptionId: string): string =>
  `sub/${tenantId}/${subscriptionId}`;

export const subscriptionWorkflowType = 'subscriptionWorkflow';
