import { soldThrough } from '../catalogue/link-prices.ts';
import type { AddOnVersion, BaseVersion, PlanAddOn } from '../catalogue/offering.ts';
import { boughtAt } from '../catalogue/price-lookup.ts';
import { invariant } from '../invariant.ts';
import { ownValue } from '../own-value.ts';
import { type PolicySettings, type PolicySources, resolvePolicy } from '../policy/policy.ts';
import type { Facts } from './facts.ts';
import type { Running, SubscriptionAddOn } from './state.ts';

/** The version of a plan or single purchase with this id. The facts of a decision hold every version that it needs. */
export function baseVersion(facts: Facts, id: string): BaseVersion {
  const version = ownValue(facts.versions, id);
  invariant(version !== undefined && version.kind !== 'addOn', `the version ${id} of a base was not loaded`);
  return version;
}

/** The add-on version with this id. */
export function addOnVersion(facts: Facts, id: string): AddOnVersion {
  const version = ownValue(facts.versions, id);
  invariant(version?.kind === 'addOn', `the add-on version ${id} was not loaded`);
  return version;
}

/** An add-on as it was sold to a subscription: at the prices that it was bought at, which may be those of the link that it came by. */
export function soldAddOn(
  facts: Facts,
  { versionId, linkVersionId, priceIds }: Pick<SubscriptionAddOn, 'versionId' | 'linkVersionId' | 'priceIds'>,
): AddOnVersion {
  const addOn = addOnVersion(facts, versionId);
  const link = linkVersionId === null ? undefined : linkTo(baseVersion(facts, linkVersionId), addOn.key);
  const sold = link === undefined ? addOn : soldThrough(addOn, link);
  return priceIds === undefined ? sold : boughtAt(sold, priceIds);
}

/** The base version to remember for the prices of a link, where it has its own. */
export const linkVersionIdOf = (base: BaseVersion, { prices }: PlanAddOn): string | null =>
  prices.length === 0 ? null : base.id;

/** The compatibility rule of the base for an add-on, if it has one. */
export const linkTo = (base: BaseVersion, addOnKey: string): PlanAddOn | undefined =>
  base.addOns.find((link) => link.addOnKey === addOnKey);

/** The places that may set a policy for a subscription or one of its add-ons (semantics §1). What its creation set is a command's. */
export const policySourcesOf = (
  state: Running,
  facts: Facts,
  parts: { readonly addOn?: AddOnVersion; readonly base?: BaseVersion; readonly command?: PolicySettings | undefined },
): PolicySources =>
  policySources(facts, { base: baseOf(state, facts), ...parts, command: { ...state.terms.ownPolicies, ...parts.command } });

/** The same for an order that is no subscription yet. */
export const policySources = (
  facts: Facts,
  parts: { readonly base: BaseVersion; readonly addOn?: AddOnVersion; readonly command?: PolicySettings | undefined },
): PolicySources => ({
  ...(parts.command ? { command: parts.command } : {}),
  ...(parts.addOn ? { addOn: parts.addOn.policies, planAddOn: linkTo(parts.base, parts.addOn.key)?.policies ?? {} } : {}),
  plan: parts.base.policies,
  tenant: facts.tenantPolicies,
});

/**
 * The base version whose links say what may be added (semantics rows 10, 11): the pinned one, or where compatibility is open the
 * one on sale now, so that a new link counts for existing subscriptions and an unlinked add-on cannot be added again.
 */
export function linkingBase(state: Running, facts: Facts): BaseVersion {
  const pinned = baseOf(state, facts);
  const onSale = ownValue(facts.launched[pinned.kind], pinned.key) ?? null;
  return isOpen(pinned, facts) && onSale !== null ? baseVersion(facts, onSale) : pinned;
}

/** Whether links of the base change at any time instead of with a version that is chosen. */
export const isOpen = (base: BaseVersion, { tenantPolicies }: Pick<Facts, 'tenantPolicies'>): boolean =>
  resolvePolicy('compatibility.lock', { plan: base.policies, tenant: tenantPolicies }).value === 'open';

/** The version of the base that the subscription pinned. */
export const baseOf = (state: Running, facts: Facts): BaseVersion => baseVersion(facts, state.terms.base.versionId);

/** The same at the prices that it was bought at. */
export function soldBase(state: Running, facts: Facts): BaseVersion {
  const { priceIds } = state.terms.base;
  const base = baseOf(state, facts);
  return priceIds === undefined ? base : boughtAt(base, priceIds);
}
