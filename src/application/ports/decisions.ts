import type { DecisionActivity } from '../../contracts/commands.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { Outcome, RequestOrigin } from '../../contracts/messages.ts';
import type { Command } from '../../domain/subscription/model/commands.ts';
import type { Consequences } from '../../domain/subscription/outcome/consequences.ts';
import type { DueItem } from '../../domain/subscription/life/due.ts';
import type { SubscriptionEvent } from '../../domain/subscription/model/events.ts';
import type { FactQuery, Facts } from '../../domain/subscription/model/facts.ts';
import type { Actor, EndedSubscription, LiveSubscription, Subscription } from '../../domain/subscription/model/state.ts';
import type { Instant } from '../../domain/time/instant.ts';

/** The subscription before a decision, locked until the end of the transaction. */
export interface LoadedSubscription {
  /** The initial state, with revision 0, if the subscription does not exist. */
  readonly state: Subscription;
  readonly revision: number;
  /** The stored outcome of this request, if it was decided before. */
  readonly decided: { readonly requestHash: string; readonly outcome: Outcome } | null;
}

/** The stored identity of a request. */
export interface RequestName {
  readonly origin: RequestOrigin;
  readonly requestId: string;
}

/** One decision to write, in one transaction. */
export interface DecisionRecord extends RequestName {
  readonly subscriptionId: SubscriptionId;
  readonly requestHash: string;
  /** The revision after the decision: the previous one plus 1. */
  readonly revision: number;
  readonly did: DecisionActivity;
  readonly actor: Actor | null;
  /** The accepted command; null for due things. */
  readonly command: Command | null;
  /** The due things; null for a command. */
  readonly due: readonly DueItem[] | null;
  /** The instant of the decision: the same command at this instant on the state before gives the same events. */
  readonly decidedAt: Instant;
  /** The subscription's own time after the decision. */
  readonly at: Instant;
  readonly summary: string;
  readonly events: readonly SubscriptionEvent[];
  readonly consequences: Consequences;
  readonly after: LiveSubscription | EndedSubscription;
  readonly nextWakeAt: Instant | null;
  readonly outcome: Outcome;
}

/** The operations of a decision in its transaction. */
export interface DecisionUnit {
  load(subscriptionId: SubscriptionId, request: RequestName): Promise<LoadedSubscription>;
  baseFacts(): Promise<Facts>;
  loadFacts(known: Facts, queries: readonly FactQuery[]): Promise<Facts>;
  save(record: DecisionRecord): Promise<void>;
  /** Marks the subscription as stuck until its next decision. */
  markStuck(mark: StuckMark): Promise<void>;
}

/** A due thing that failed. */
export interface StuckMark {
  readonly subscriptionId: SubscriptionId;
  /** The request id of the wake, which names the due thing. */
  readonly requestId: string;
  readonly dueAt: Instant;
  readonly incidentId: string;
}

/**
 * Runs the work of a decision in one transaction of its tenant, which it may share with others (ADR 0073). What is saved is committed
 * when the work has ended and the promise resolves. The work may run again in another transaction, when nothing of it was written: it has
 * no effect but through its unit, and awaits nothing else.
 */
export type DecisionTransaction = <T>(tenantId: TenantId, work: (unit: DecisionUnit) => Promise<T>) => Promise<T>;
