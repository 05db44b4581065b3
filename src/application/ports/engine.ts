import type { Outcome } from '../../contracts/messages.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Command, Create } from '../../domain/subscription/model/commands.ts';

/** A command for the workflow that owns a subscription. */
export interface EngineRequest<C extends Command = Command> {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  /** The Idempotency-Key: requests with the same id have one effect. */
  readonly requestId: string;
  readonly requestHash: string;
  readonly command: C;
}

/** The command that creates a subscription, for a workflow that does not exist yet. */
export type CreateRequest = EngineRequest<Create>;

/**
 * Sends commands to workflows. `create` and `send` wait for the decision for at most 10 s, then throw EngineUnavailable; the command
 * may still be decided, and the same request id returns its outcome. Refuses `subscription_ended` and
 * `subscription_not_found`. Restarts the missing workflow of a running subscription.
 */
export interface Engine {
  create(request: CreateRequest): Promise<Outcome>;
  send(request: EngineRequest): Promise<Outcome>;
  /** Sends the command without waiting for its outcome. Returns null, or why it could not be sent. */
  signal(request: EngineRequest | CreateRequest): Promise<Refusal | null>;
}
