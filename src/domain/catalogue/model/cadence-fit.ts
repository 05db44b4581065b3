import type { PolicyValue } from '../../policy/policy.ts';
import { type Cadence, sameCadence } from '../../time/cadence.ts';

type Length = { readonly family: 'day' | 'month'; readonly count: number };

function lengthOf({ every, unit }: Cadence): Length {
  switch (unit) {
    case 'day':
      return { family: 'day', count: every };
    case 'week':
      return { family: 'day', count: every * 7 };
    case 'month':
      return { family: 'month', count: every };
    case 'year':
      return { family: 'month', count: every * 12 };
  }
}

/** Whether a period is a calendar month at most: 31 days, 4 weeks, 1 month (semantics row 23). */
export function isMonthlyOrShorter(cadence: Cadence): boolean {
  const { family, count } = lengthOf(cadence);
  return family === 'day' ? count <= 31 : count === 1;
}

/**
 * Whether a price at one cadence fits a plan at another (semantics row 9). `match`: equal. `divides`: of one
 * family (days and weeks, or months and years), and one is a multiple of the other. `independent`: always.
 */
export function cadencesFit(policy: PolicyValue<'cadence'>, price: Cadence, plan: Cadence): boolean {
  switch (policy) {
    case 'match':
      return sameCadence(price, plan);
    case 'divides': {
      const [a, b] = [lengthOf(price), lengthOf(plan)];
      return a.family === b.family && (a.count % b.count === 0 || b.count % a.count === 0);
    }
    case 'independent':
      return true;
  }
}
