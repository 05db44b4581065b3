import { applyLinkPrices } from '../../catalogue/model/link-prices.ts';
import type { AddOnVersion, BaseVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { keepPinnedPrices } from '../../catalogue/model/price-lookup.ts';
import type { VersionId } from '../../ids.ts';
import { invariant } from '../../invariant.ts';
import { ownValue } from '../../own-value.ts';
import { type PolicySettings, type PolicySources, resolvePolicy } from '../../policy/policy.ts';
import type { Facts } from '../model/facts.ts';
import type { LiveSubscription, Attachment, Terms } from '../model/state.ts';

/** The version of a plan or single purchase by id. The facts contain every version that a decision needs. */
export function baseVersion(facts: Facts, id: VersionId): BaseVersion {
  const version = ownValue(facts.versions, id);
  invariant(version !== undefined && version.kind !== 'addOn', `the version ${id} of a base was not loaded`);
  return version;
}

/** The version of an add-on by id. */
export function addOnVersion(facts: Facts, id: VersionId): AddOnVersion {
  const version = ownValue(facts.versions, id);
  invariant(version?.kind === 'addOn', `the add-on version ${id} was not loaded`);
  return version;
}

/** The version of an add-on at its pinned prices, its own or those of its link (ADR 0018, 0028). */
export function soldAddOn(
  facts: Facts,
  { versionId, linkVersionId, priceIds }: Pick<Attachment, 'versionId' | 'linkVersionId' | 'priceIds'>,
): AddOnVersion {
  const addOn = addOnVersion(facts, versionId);
  const link = linkVersionId === null ? undefined : linkTo(baseVersion(facts, linkVersionId), addOn.key);
  const sold = link === undefined ? addOn : applyLinkPrices(addOn, link);
  return priceIds === undefined ? sold : keepPinnedPrices(sold, priceIds);
}

/** The id of the base version to pin for a link with prices of its own; null without them. */
export const linkVersionIdOf = (base: BaseVersion, { prices }: PlanAddOn): VersionId | null =>
  prices.length === 0 ? null : base.id;

/** The link of a base to an add-on, if there is one. */
export const linkTo = (base: BaseVersion, addOnKey: string): PlanAddOn | undefined =>
  base.addOns.find((link) => link.addOnKey === addOnKey);

/** The policy sources of a subscription or an add-on on it (semantics §1). Policies set at its creation count as those of a command. */
export const policySourcesOf = (
  state: LiveSubscription,
  facts: Facts,
  { addOn, command }: { readonly addOn?: AddOnVersion; readonly command?: PolicySettings | undefined },
): PolicySources => {
  const link = addOn && currentLink(state, facts, addOn.key);
  const base = baseOf(state, facts);
  return policySources(facts, { base, addOn, link, command: { ...state.terms.ownPolicies, ...command } });
};

/** The policy sources of a base, or of an add-on with its link. */
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
 * The link that applies to an attachment now: with open links that of the base on sale, otherwise, or if it was unlinked, that of the
 * pinned base (semantics rows 10, 11).
 */
export const currentLink = (state: LiveSubscription, facts: Facts, addOnKey: string): PlanAddOn | undefined =>
  linkTo(linkingBase(state, facts), addOnKey) ?? linkTo(baseOf(state, facts), addOnKey);

/**
 * The base version whose links decide what may be attached: the pinned one, or with open links the one on sale, so that links and unlinks
 * apply to existing subscriptions (semantics rows 10, 11).
 */
export function linkingBase(state: LiveSubscription, facts: Facts): BaseVersion {
  const pinned = baseOf(state, facts);
  const onSale = ownValue(facts.launched[pinned.kind], pinned.key) ?? null;
  return hasOpenLinks(pinned, state.terms, facts) && onSale !== null ? baseVersion(facts, onSale) : pinned;
}

/** Whether the links of the base are open: changes apply at once, not only to new versions (`compatibility.lock`, semantics row 10). */
export const hasOpenLinks = (
  base: BaseVersion,
  { ownPolicies }: Pick<Terms, 'ownPolicies'>,
  { tenantPolicies }: Pick<Facts, 'tenantPolicies'>,
): boolean =>
  resolvePolicy('compatibility.lock', { command: ownPolicies, plan: base.policies, tenant: tenantPolicies }).value === 'open';

/** The pinned version of the base. */
export const baseOf = (state: LiveSubscription, facts: Facts): BaseVersion => baseVersion(facts, state.terms.base.versionId);

/** The pinned version of the base at its pinned prices. */
export function soldBase(state: LiveSubscription, facts: Facts): BaseVersion {
  const { priceIds } = state.terms.base;
  const base = baseOf(state, facts);
  return priceIds === undefined ? base : keepPinnedPrices(base, priceIds);
}
