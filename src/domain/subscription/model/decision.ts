import type { Result } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { Change } from './change.ts';
import type { Command } from './commands.ts';
import type { SubscriptionEvent } from './events.ts';
import type { Facts } from './facts.ts';
import type { EndedSubscription, LiveSubscription } from './state.ts';

/** Where and when a command is decided. `at` is the subscription's own time; no decision reads a clock. */
export interface DecisionContext {
  readonly subscriptionId: string;
  readonly revision: number;
  readonly at: Instant;
  readonly facts: Facts;
}

/** What happened to a subscription, and what it is afterwards: `before` and the events give nothing else. */
export interface Progress {
  readonly events: readonly SubscriptionEvent[];
  readonly after: LiveSubscription | EndedSubscription;
}

/** What a command did, and the attachment that it was about. */
export interface Decision extends Progress {
  readonly attachmentId: string | null;
}

/** A handler of one command on a subscription that runs: it answers what the command changes, or refuses. Pure. */
export type Handler<C extends Command> = (state: LiveSubscription, command: C, context: DecisionContext) => Result<Change>;
