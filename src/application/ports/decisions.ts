import type { DecisionActivity } from '../../contracts/commands.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Outcome, RequestOrigin } from '../../contracts/messages.ts';
import type { Command } from '../../domain/subscription/model/commands.ts';
import type { Consequences } from '../../domain/subscription/outcome/consequences.ts';
import type { DueItem } from '../../domain/subscription/life/due.ts';
import type { SubscriptionEvent } from '../../domain/subscription/model/events.ts';
import type { FactQuery, Facts } from '../../domain/subscription/model/facts.ts';
import type { Actor, EndedSubscription, LiveSubscription, Subscription } from '../../domain/subscription/model/state.ts';
import type { Instant } from '../../domain/time/instant.ts';

/** The subscription as a decision finds it, locked until the end of the transaction. */
export interface LoadedSubscription {
  /** New, with revision 0, where there is none yet. */
  readonly state: Subscription;
  readonly revision: number;
  /** The answer that was stored under this request id, if it was decided before. */
  readonly decided: { readonly requestHash: string; readonly outcome: Outcome } | null;
}

/** A request as the database remembers it. */
export interface RequestName {
  readonly origin: RequestOrigin;
  readonly requestId: string;
}

/** One decision as it is written: everything in it commits together or not at all. */
export interface DecisionRecord extends RequestName {
  readonly subscriptionId: string;
  readonly requestHash: string;
  /** The revision that this decision makes: the one before plus one. */
  readonly revision: number;
  readonly did: DecisionActivity;
  readonly actor: Actor | null;
  /** What was decided, as it was accepted; null for what fell due by itself. */
  readonly command: Command | null;
  /** What fell due; null for a command. */
  readonly due: readonly DueItem[] | null;
  /** The instant at which it was decided: the same command, decided then on the state before, gives the same events. */
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

/** What a decision may do inside its one transaction. */
export interface DecisionUnit {
  load(subscriptionId: string, request: RequestName): Promise<LoadedSubscription>;
  baseFacts(): Promise<Facts>;
  loadFacts(known: Facts, queries: readonly FactQuery[]): Promise<Facts>;
  save(record: DecisionRecord): Promise<void>;
  /** Notes that what is due fails, until the next decision of the subscription. */
  markStuck(mark: StuckMark): Promise<void>;
}

/** What is due and failed. */
export interface StuckMark {
  readonly subscriptionId: string;
  /** The request id of the wake, which names what is due. */
  readonly requestId: string;
  readonly dueAt: Instant;
  readonly incidentId: string;
}

/** Runs work in one transaction of a tenant on a forked EntityManager of its own. */
export type DecisionTransaction = <T>(tenantId: TenantId, work: (unit: DecisionUnit) => Promise<T>) => Promise<T>;
