import { invariant } from '../../invariant.ts';
import type { Instant } from '../../time/instant.ts';
import type { NewEvent, SubscriptionEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Facts } from './facts.ts';
import type { Situation } from './situation.ts';
import type { EndedSubscription, LiveSubscription, Subscription } from './state.ts';

/** Collects the events of one decision. `state` is the live state after all events so far; it throws once the subscription has ended. */
export interface Recorder extends Situation {
  /** The state after all events so far, live or ended. */
  readonly after: LiveSubscription | EndedSubscription;
  readonly events: readonly SubscriptionEvent[];
  record(at: Instant, ...events: readonly NewEvent[]): void;
  /** Whether the subscription has ended. */
  readonly ended: boolean;
}

/** A recorder that starts from a state, which it does not mutate. */
export function recorderFrom(state: Subscription, facts: Facts): Recorder {
  let current = state;
  const events: SubscriptionEvent[] = [];
  return {
    facts,
    events,
    get state() {
      invariant(current.stage === 'live', 'the subscription is not live');
      return current;
    },
    get after() {
      invariant(current.stage !== 'new', 'a subscription begins with its creation');
      return current;
    },
    get ended() {
      return current.stage === 'over';
    },
    record(at, ...newEvents) {
      for (const event of newEvents) {
        const happened = { ...event, at };
        events.push(happened);
        current = evolve(current, happened);
      }
    },
  };
}
