import type { Facts } from './facts.ts';
import type { LiveSubscription } from './state.ts';

/** What an event is computed from: a subscription as it is, and the facts about everything else. */
export interface Situation {
  readonly state: LiveSubscription;
  readonly facts: Facts;
}
