import { applyLinkPrices } from '../../catalogue/model/link-prices.ts';
import type { AddOnVersion, BaseVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { keepPinnedPrices } from '../../catalogue/model/price-lookup.ts';
import type { VersionId } from '../../ids.ts';
import { invariant } from '../../invariant.ts';
import { ownValue } from '../../own-value.ts';
import { type PolicySettings, type PolicySources, resolvePolicy } from '../../policy/policy.ts';
import type { Facts } from '../model/facts.ts';
import type { LiveSubscription, Attachment, Terms } from '../model/state.ts';

/** The version of a plan or single purchase with this id. The facts of a decision hold every version that it needs. */
export function baseVersion(facts: Facts, id: VersionId): BaseVersion {
  const version = ownValue(facts.versions, id);
  invariant(version !== undefined && version.kind !== 'addOn', `the version ${id} of a base was not loaded`);
  return version;
}

/** The add-on version with this id. */
export function addOnVersion(facts: Facts, id: VersionId): AddOnVersion {
  const version = ownValue(facts.versions, id);
  invariant(version?.kind === 'addOn', `the add-on version ${id} was not loaded`);
  return version;
}

/** An add-on as it was sold to a subscription: at the prices that it was bought at, which may be those of the link that it came by. */
export function soldAddOn(
  facts: Facts,
  { versionId, linkVersionId, priceIds }: Pick<Attachment, 'versionId' | 'linkVersionId' | 'priceIds'>,
): AddOnVersion {
  const addOn = addOnVersion(facts, versionId);
  const link = linkVersionId === null ? undefined : linkTo(baseVersion(facts, linkVersionId), addOn.key);
  const sold = link === undefined ? addOn : applyLinkPrices(addOn, link);
  return priceIds === undefined ? sold : keepPinnedPrices(sold, priceIds);
}

/** The base version to remember for the prices of a link, where it has its own. */
export const linkVersionIdOf = (base: BaseVersion, { prices }: PlanAddOn): VersionId | null =>
  prices.length === 0 ? null : base.id;

/** The compatibility rule of the base for an add-on, if it has one. */
export const linkTo = (base: BaseVersion, addOnKey: string): PlanAddOn | undefined =>
  base.addOns.find((link) => link.addOnKey === addOnKey);

/** The places that may set a policy for a subscription or one of its add-ons (semantics §1). What its creation set is a command's. */
export const policySourcesOf = (
  state: LiveSubscription,
  facts: Facts,
  { addOn, command }: { readonly addOn?: AddOnVersion; readonly command?: PolicySettings | undefined },
): PolicySources => {
  const link = addOn && presentLink(state, facts, addOn.key);
  const base = baseOf(state, facts);
  return policySources(facts, { base, addOn, link, command: { ...state.terms.ownPolicies, ...command } });
};

/** The same for an order, with the link that it was made through. */
export const policySources = (
  facts: Facts,
  {
    base,
    addOn,
    link,
    command,
  }: {
    readonly base: BaseVersion;
    readonly addOn?: AddOnVersion | undefined;
    readonly link?: PlanAddOn | undefined;
    readonly command?: PolicySettings | undefined;
  },
): PolicySources => ({
  ...(command ? { command } : {}),
  ...(addOn ? { addOn: addOn.policies, planAddOn: link?.policies ?? {} } : {}),
  plan: base.policies,
  tenant: facts.tenantPolicies,
});

/**
 * The link that an add-on of the subscription is held under now: where links are open, that of the base on sale, as long as there is
 * one; otherwise that of the version that was bought, for taking a link off touches nobody who came by it (semantics rows 10, 11).
 */
export const presentLink = (state: LiveSubscription, facts: Facts, addOnKey: string): PlanAddOn | undefined =>
  linkTo(linkingBase(state, facts), addOnKey) ?? linkTo(baseOf(state, facts), addOnKey);

/**
 * The base version whose links say what may be added (semantics rows 10, 11): the pinned one, or where compatibility is open the
 * one on sale now, so that a new link counts for existing subscriptions and an unlinked add-on cannot be added again.
 */
export function linkingBase(state: LiveSubscription, facts: Facts): BaseVersion {
  const pinned = baseOf(state, facts);
  const onSale = ownValue(facts.launched[pinned.kind], pinned.key) ?? null;
  return isOpen(pinned, state.terms, facts) && onSale !== null ? baseVersion(facts, onSale) : pinned;
}

/** Whether links of the base change at any time instead of with a version that is chosen. */
export const isOpen = (
  base: BaseVersion,
  { ownPolicies }: Pick<Terms, 'ownPolicies'>,
  { tenantPolicies }: Pick<Facts, 'tenantPolicies'>,
): boolean =>
  resolvePolicy('compatibility.lock', { command: ownPolicies, plan: base.policies, tenant: tenantPolicies }).value === 'open';

/** The version of the base that the subscription pinned. */
export const baseOf = (state: LiveSubscription, facts: Facts): BaseVersion => baseVersion(facts, state.terms.base.versionId);

/** The same at the prices that it was bought at. */
export function soldBase(state: LiveSubscription, facts: Facts): BaseVersion {
  const { priceIds } = state.terms.base;
  const base = baseOf(state, facts);
  return priceIds === undefined ? base : keepPinnedPrices(base, priceIds);
}
