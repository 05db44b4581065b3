import { compareDecimals } from '../money/exact.ts';
import type { MergedEntitlement } from './merge.ts';

/** Always 0 until usage is metered. */
export const usedSoFar = '0';

/** Whether usage is allowed, and why. */
export interface EntitlementCheck {
  readonly allowed: boolean;
  readonly reason: 'granted' | 'soft_limit' | 'no_access' | 'limit_exceeded';
  /** The quota of its window; null without a cap, or if several windows have their own quotas. */
  readonly limit: string | null;
  /** The sum of what all windows leave; null without a cap. */
  readonly remaining: string | null;
}

/**
 * Checks whether a customer may use a feature. `entitlement` is undefined if nothing grants the feature. `quantity` is the intended
 * usage; for null any remainder is enough. A hard limit forbids usage beyond it; a soft one only reports it.
 * @rule 0-11, 0-13, 0-14, 2-23, 3-26, 4-3
 */
export function checkEntitlement(entitlement: MergedEntitlement | undefined, quantity: string | null): EntitlementCheck {
  if (entitlement === undefined) return { allowed: false, reason: 'no_access', limit: null, remaining: null };
  const { limit, quota, remaining } = entitlement;
  const answer = { limit: quota, remaining };
  if (limit === null || remaining === null || fits(remaining, quantity)) return { ...answer, allowed: true, reason: 'granted' };
  return limit === 'soft'
    ? { ...answer, allowed: true, reason: 'soft_limit' }
    : { ...answer, allowed: false, reason: 'limit_exceeded' };
}

const fits = (remaining: string, quantity: string | null): boolean =>
  quantity === null ? compareDecimals(remaining, '0') > 0 : compareDecimals(quantity, remaining) <= 0;
