import type { Issue } from '../../refusal.ts';
import { duplicateKeySentence, quoted } from '../../refusals/words.ts';
import type { PlanPhase } from '../model/offering.ts';
import { findRepeated } from '../model/find-repeated.ts';

/** The issues of the phases of a plan: keys must be unique, only the last phase has no duration. */
export const phaseIssues = (phases: readonly PlanPhase[]): readonly Issue[] => [
  ...findRepeated(phases, ({ key }) => key).map(({ index, value }) => ({
    pointer: `/phases/${index}/key`,
    code: 'duplicate_key',
    detail: duplicateKeySentence('phases', value),
  })),
  ...phases.flatMap((phase, index) => durationIssues(phase, `/phases/${index}/durationInCycles`, index === phases.length - 1)),
];

function durationIssues({ key, durationInCycles }: PlanPhase, pointer: string, isLast: boolean): readonly Issue[] {
  const isLimited = durationInCycles !== null && Number.isInteger(durationInCycles) && durationInCycles >= 1;
  if (isLast ? durationInCycles === null : isLimited) return [];
  const detail = isLast
    ? `The last phase, ${quoted(key)}, has no end: \`durationInCycles\` must be null.`
    : `The phase ${quoted(key)} needs \`durationInCycles\`, a whole number from 1.`;
  return [{ pointer, code: 'phase_duration_invalid', detail }];
}
