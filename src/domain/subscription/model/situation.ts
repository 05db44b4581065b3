import type { Facts } from './facts.ts';
import type { LiveSubscription } from './state.ts';

/** The state of a live subscription and the facts: what events are computed from. */
export interface Situation {
  readonly state: LiveSubscription;
  readonly facts: Facts;
}
