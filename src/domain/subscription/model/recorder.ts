import { invariant } from '../../invariant.ts';
import type { Instant } from '../../time/instant.ts';
import type { SubscriptionEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Facts } from './facts.ts';
import type { EndedSubscription, LiveSubscription, Subscription } from './state.ts';

type Recordable<E> = E extends SubscriptionEvent ? Omit<E, 'at'> : never;

/** Collects the events of one decision and shows the state that they lead to, step by step. */
export interface Recorder {
  readonly facts: Facts;
  /** The state after all events so far, of a subscription that runs. */
  readonly state: LiveSubscription;
  /** The same, which may have ended. */
  readonly after: LiveSubscription | EndedSubscription;
  readonly events: readonly SubscriptionEvent[];
  record(at: Instant, event: Recordable<SubscriptionEvent>): void;
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
    record(at, event) {
      const happened = { ...event, at } as SubscriptionEvent;
      events.push(happened);
      current = evolve(current, happened);
    },
  };
}
