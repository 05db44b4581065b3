import { invariant } from '../../invariant.ts';
import type { Instant } from '../../time/instant.ts';
import type { NewEvent, SubscriptionEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Facts } from './facts.ts';
import type { Situation } from './situation.ts';
import type { EndedSubscription, LiveSubscription, Subscription } from './state.ts';

/** Collects the events of one decision. Its state, that of a subscription that runs, is the one after all events so far. */
export interface Recorder extends Situation {
  /** The state after all events so far, which may be the end. */
  readonly after: LiveSubscription | EndedSubscription;
  readonly events: readonly SubscriptionEvent[];
  record(at: Instant, ...events: readonly NewEvent[]): void;
  /** True once the subscription has ended: nothing more may happen. */
  readonly ended: boolean;
}

/** A recorder that begins at a state. The state itself is not touched. */
export function recorderFrom(state: Subscription, facts: Facts): Recorder {
  let current = state;
  const events: SubscriptionEvent[] = [];
  return {
    facts,
    events,
    get state() {
      invariant(current.stage === 'live', 'the subscription does not run');
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
