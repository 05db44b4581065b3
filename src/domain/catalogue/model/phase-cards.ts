import type { BaseVersion, OfferingVersion, PlanPhase } from './offering.ts';

/**
 * The base as it holds in a phase of the plan: its rate cards of that phase and those of every phase, in their order. Null asks for
 * those of every phase only. Where no card names a phase, it is the very same object.
 */
export function inPhase<V extends BaseVersion>(base: V, phase: string | null): V {
  if (base.rateCards.every((card) => card.phase === null)) return base;
  return { ...base, rateCards: base.rateCards.filter((card) => card.phase === null || card.phase === phase) };
}

/** The phases of a version in their order; only a plan has any. */
export const phasesOf = (version: OfferingVersion): readonly PlanPhase[] => (version.kind === 'plan' ? version.phases : []);
