import { type PolicySources, type PolicyValues, resolveAllPolicies } from '../../policy/policy.ts';
import type { Terms } from './state.ts';

/** The current policies of the levels above a subscription: its base version and the tenant. */
export type PolicyLevelsAbove = Required<Pick<PolicySources, 'plan' | 'tenant'>>;

/**
 * The policies that a change of a subscription would have now, without those of a command, link or add-on (semantics §1, §9).
 * `consolidate` is fixed at creation.
 */
export const presentPolicies = (
  { ownPolicies, policies }: Pick<Terms, 'ownPolicies' | 'policies'>,
  above: PolicyLevelsAbove,
): PolicyValues => ({
  ...resolveAllPolicies({ command: ownPolicies, ...above }),
  consolidate: policies.consolidate,
});
