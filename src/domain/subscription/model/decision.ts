import type { Result } from '../../refusal.ts';
import type { AttachmentId, SubscriptionId } from '../../ids.ts';
import type { Instant } from '../../time/instant.ts';
import type { Change } from './change.ts';
import type { Command } from './commands.ts';
import type { SubscriptionEvent } from './events.ts';
import type { Facts } from './facts.ts';
import type { EndedSubscription, LiveSubscription } from './state.ts';

/** The input of a decision beside state and command. `at` is the subscription's own time. */
export interface DecisionContext {
  readonly subscriptionId: SubscriptionId;
  readonly revision: number;
  readonly at: Instant;
  readonly facts: Facts;
}

/** Events, and the state after them. */
export interface Progress {
  readonly events: readonly SubscriptionEvent[];
  readonly after: LiveSubscription | EndedSubscription;
}

/** The progress that a command makes, and the attachment concerned; null if there is none. */
export interface Decision extends Progress {
  readonly attachmentId: AttachmentId | null;
}

/** Decides one command on a live subscription: returns its change or a refusal. Pure. */
export type Handler<C extends Command> = (state: LiveSubscription, command: C, context: DecisionContext) => Result<Change>;
