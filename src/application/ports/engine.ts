import type { Outcome } from '../../contracts/messages.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Command, Create } from '../../domain/subscription/model/commands.ts';

/** A command for the workflow that owns a subscription. */
export interface EngineRequest<C extends Command = Command> {
  readonly tenantId: TenantId;
  readonly subscriptionId: string;
  /** The Idempotency-Key: the same id has one effect. */
  readonly requestId: string;
  readonly requestHash: string;
  readonly command: C;
}

/** The command that creates a subscription, for a workflow that does not exist yet. */
export type CreateRequest = EngineRequest<Create>;

/**
 * The way to the workflows. `create` and `send` answer when the command has been decided, at most 10 s later, and throw
 * EngineUnavailable otherwise; the command may still happen then, and the same request id finds its outcome. A subscription
 * that has ended is the refusal `subscription_ended`, one that does not exist `subscription_not_found`. One that runs and has no
 * workflow is given a new one.
 */
export interface Engine {
  create(request: CreateRequest): Promise<Outcome>;
  send(request: EngineRequest): Promise<Outcome>;
  /** Hands the command over without waiting for its outcome: null, or why it could not be handed over. */
  signal(request: EngineRequest | CreateRequest): Promise<Refusal | null>;
}
