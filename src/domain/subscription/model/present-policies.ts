import { type PolicySources, type PolicyValues, resolveAllPolicies } from '../../policy/policy.ts';
import type { Terms } from './state.ts';

/** The levels above a subscription as they are now: those of the version that was bought, and of the tenant. */
export type PolicyLevelsAbove = Required<Pick<PolicySources, 'plan' | 'tenant'>>;

/**
 * The policies that would hold now for a change of a subscription, where neither the change nor an add-on says otherwise (semantics §1,
 * §9). How charges are put together on invoices was fixed when it was created.
 */
export const presentPolicies = (
  { ownPolicies, policies }: Pick<Terms, 'ownPolicies' | 'policies'>,
  above: PolicyLevelsAbove,
): PolicyValues => ({
  ...resolveAllPolicies({ command: ownPolicies, ...above }),
  consolidate: policies.consolidate,
});
