import type { KeptCommand } from '../../domain/subscription/model/commands.ts';
import type { DueThing } from '../../domain/subscription/life/due.ts';
import type { SubscriptionEvent } from '../../domain/subscription/model/events.ts';
import type { Actor } from '../../domain/subscription/model/state.ts';
import type { Instant } from '../../domain/time/instant.ts';

/** One decision in the life of a subscription. */
export interface TimelineEntry {
  readonly revision: number;
  readonly at: Instant;
  /** The name of the activity that made it. */
  readonly did: string;
  readonly actor: Actor | null;
  readonly requestId: string;
  /** Null for what fell due, and in decisions from before commands were kept. */
  readonly command: KeptCommand | null;
  /** Null for a command, and in decisions from before it was kept. */
  readonly due: readonly DueThing[] | null;
  readonly summary: string;
  readonly events: readonly SubscriptionEvent[];
}
