import type { BaseVersion, OfferingVersion, PlanPhase } from './offering.ts';

/**
 * The base with the rate cards of one phase: those of that phase and those of every phase, in order; for null only the latter.
 * Returns the same object if no card names a phase.
 */
export function inPhase<V extends BaseVersion>(base: V, phase: string | null): V {
  if (base.rateCards.every((card) => card.phase === null)) return base;
  return { ...base, rateCards: base.rateCards.filter((card) => card.phase === null || card.phase === phase) };
}

/** The phases of a version in their order; only a plan has any. */
export const phasesOf = (version: OfferingVersion): readonly PlanPhase[] => (version.kind === 'plan' ? version.phases : []);
