import type { PlanAddOn, PlanVersion } from '../catalogue/offering.ts';
import { accepted, refused, type Result } from '../refusal.ts';
import { indexContaining } from '../time/billing-calendar.ts';
import type { Instant } from '../time/instant.ts';
import { calendarOf } from './periods.ts';
import type { Terms } from './state.ts';

/** The place of a plan's phase at an instant, counted from 0. Phases last whole billing periods; a trial lies in the first. */
function phaseAt({ phases }: PlanVersion, terms: Terms, at: Instant): number {
  let periodsLeft = at < terms.anchorAt ? 0 : indexContaining(calendarOf(terms), at);
  const index = phases.findIndex(({ durationInCycles }) => {
    if (durationInCycles === null || periodsLeft < durationInCycles) return true;
    periodsLeft -= durationInCycles;
    return false;
  });
  return index === -1 ? phases.length - 1 : index;
}

/** Refuses an add-on before the phase of the plan from which it may be attached (rule 1-14). */
export function refuseBeforePhase(
  { fromPhase, addOnKey }: PlanAddOn,
  { plan, terms, at }: { readonly plan: PlanVersion; readonly terms: Terms; readonly at: Instant },
): Result<null> {
  const first = plan.phases.findIndex(({ key }) => key === fromPhase);
  const now = phaseAt(plan, terms, at);
  if (first <= now) return accepted(null);
  return refused('add_on_not_in_phase', `${addOnKey} may be attached from the phase ${fromPhase} of ${plan.key} on.`, {
    meta: { fromPhase, phase: plan.phases[now]?.key ?? null },
  });
}
