import type { BaseVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { inPhase, phasesOf } from '../../catalogue/model/phase-cards.ts';
import { accepted, type Result } from '../../refusal.ts';
import { addOnNotInPhase } from '../../refusals/add-ons.ts';
import { indexContaining } from '../../time/billing-calendar.ts';
import type { Instant } from '../../time/instant.ts';
import type { Facts } from '../model/facts.ts';
import { soldBase } from './offerings.ts';
import { calendarOf, runningPeriod } from '../calendar/periods.ts';
import type { LiveSubscription, Terms } from '../model/state.ts';

/** The base at its pinned prices, with the rate cards of the phase of the running period. */
export function baseInPhase(state: LiveSubscription, facts: Facts): BaseVersion {
  const base = soldBase(state, facts);
  return inPhase(base, phasesOf(base)[phaseIndex(base, runningPeriod(state).number - 1)]?.key ?? null);
}

/** The index of the phase of a billing cycle, both from 0; −1 without phases. The trial belongs to the first phase. */
function phaseIndex(base: BaseVersion, cycle: number): number {
  const phases = phasesOf(base);
  let cyclesLeft = Math.max(0, cycle);
  const index = phases.findIndex(({ durationInCycles }) => {
    if (durationInCycles === null || cyclesLeft < durationInCycles) return true;
    cyclesLeft -= durationInCycles;
    return false;
  });
  return index === -1 ? phases.length - 1 : index;
}

/** Refuses `add_on_not_in_phase` before the first phase of an add-on. @rule 1-14 */
export function refuseBeforePhase(
  { fromPhase, addOnKey }: PlanAddOn,
  { base, terms, at }: { readonly base: BaseVersion; readonly terms: Terms; readonly at: Instant },
): Result<null> {
  const phases = phasesOf(base);
  const first = phases.findIndex(({ key }) => key === fromPhase);
  const now = phaseIndex(base, at < terms.anchorAt ? 0 : indexContaining(calendarOf(terms), at));
  if (first <= now) return accepted(null);
  return addOnNotInPhase({ addOnKey, baseKey: base.key, fromPhase, phase: phases[now]?.key ?? null });
}
