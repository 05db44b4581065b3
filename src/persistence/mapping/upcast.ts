import { InvariantError } from '../../domain/invariant.ts';
import type { SubscriptionEvent } from '../../domain/subscription/events.ts';
import type { Ended, Running } from '../../domain/subscription/state.ts';

/** The versions in which states and events are written. A change of their shape counts them up and adds an upcaster. */
export const stateVersion = 1;
export const eventsVersion = 1;

/** A stored state in today's shape. Throws InvariantError for a version that this program does not know. */
export function upcastState(version: number, json: unknown): Running | Ended {
  if (version !== stateVersion) throw new InvariantError(unknownVersion('state', version));
  return json as Running | Ended;
}

/** The stored events of a decision in today's shape. Throws InvariantError for a version that this program does not know. */
export function upcastEvents(version: number, json: unknown): readonly SubscriptionEvent[] {
  if (version !== eventsVersion) throw new InvariantError(unknownVersion('events', version));
  return json as readonly SubscriptionEvent[];
}

const unknownVersion = (what: string, version: number): string =>
  `stored ${what} of version ${version} cannot be read: a newer release of the program wrote it`;
