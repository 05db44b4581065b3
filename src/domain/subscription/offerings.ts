import type { AddOnVersion, PlanAddOn, PlanVersion } from '../catalogue/offering.ts';
import { invariant } from '../invariant.ts';
import { type PolicySettings, type PolicySources, resolvePolicy } from '../policy/policy.ts';
import type { Facts } from './facts.ts';
import type { Running } from './state.ts';

/** The plan version with this id. The facts of a decision hold every version that it needs. */
export function planVersion(facts: Facts, id: string): PlanVersion {
  const version = facts.versions[id];
  invariant(version?.kind === 'plan', `the plan version ${id} was not loaded`);
  return version;
}

/** The add-on version with this id. */
export function addOnVersion(facts: Facts, id: string): AddOnVersion {
  const version = facts.versions[id];
  invariant(version?.kind === 'addOn', `the add-on version ${id} was not loaded`);
  return version;
}

/** The compatibility rule of the plan for an add-on, if it has one. */
export const linkTo = (plan: PlanVersion, addOnKey: string): PlanAddOn | undefined =>
  plan.addOns.find((link) => link.addOnKey === addOnKey);

/** The places that may set a policy for a subscription or one of its add-ons (semantics §1). What its creation set is a command's. */
export const policySourcesOf = (
  state: Running,
  facts: Facts,
  parts: { readonly addOn?: AddOnVersion; readonly plan?: PlanVersion; readonly command?: PolicySettings | undefined },
): PolicySources =>
  policySources(facts, { plan: planOf(state, facts), ...parts, command: { ...state.terms.ownPolicies, ...parts.command } });

/** The same for an order that is no subscription yet. */
export const policySources = (
  facts: Facts,
  parts: { readonly plan: PlanVersion; readonly addOn?: AddOnVersion; readonly command?: PolicySettings | undefined },
): PolicySources => ({
  ...(parts.command ? { command: parts.command } : {}),
  ...(parts.addOn ? { addOn: parts.addOn.policies, planAddOn: linkTo(parts.plan, parts.addOn.key)?.policies ?? {} } : {}),
  plan: parts.plan.policies,
  tenant: facts.tenantPolicies,
});

/**
 * The plan version whose links say what may be added (semantics rows 10, 11): the pinned one, or where compatibility is open the
 * one on sale now, so that a new link counts for existing subscriptions and an unlinked add-on cannot be added again.
 */
export function linkingPlan(state: Running, facts: Facts): PlanVersion {
  const pinned = planOf(state, facts);
  const onSale = facts.launchedPlans[pinned.key] ?? null;
  return isOpen(pinned, facts) && onSale !== null ? planVersion(facts, onSale) : pinned;
}

/** Whether links of the plan change at any time instead of with a version that is chosen. */
export const isOpen = (plan: PlanVersion, { tenantPolicies }: Pick<Facts, 'tenantPolicies'>): boolean =>
  resolvePolicy('compatibility.lock', { plan: plan.policies, tenant: tenantPolicies }).value === 'open';

/** The plan version that the subscription pinned. */
export const planOf = (state: Running, facts: Facts): PlanVersion => planVersion(facts, state.terms.planVersionId);
