import { extendabilityIssues } from '../../catalogue/launch/extendability.ts';
import { soldThrough } from '../../catalogue/model/link-prices.ts';
import type { AddOnVersion, BaseVersion, OfferingVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { ownValue } from '../../own-value.ts';
import { accepted, type Result } from '../../refusal.ts';
import {
  addOnArchived,
  addOnNotLaunched,
  addOnNotLinked,
  addOnNotVisible,
  addOnRestricted,
  entitlementNotExtendable,
} from '../../refusals/add-ons.ts';
import type { Facts } from '../model/facts.ts';
import { addOnVersion, linkTo } from './offerings.ts';
import type { Actor } from '../model/state.ts';

/** An add-on that may be added to a base, in the version that is on sale, with the rule that allows it. */
export interface AddOnOffer {
  /** With the prices that it has through the link. */
  readonly addOn: AddOnVersion;
  readonly link: PlanAddOn;
}

interface OfferQuery {
  readonly base: BaseVersion;
  readonly addOnKey: string;
  readonly actor: Actor;
  readonly accountType: string | undefined;
  readonly role: string | undefined;
}

/**
 * Finds the offer of an add-on on a base for an actor who chooses it, or says why there is none. An archived add-on is offered through
 * the link of what is on sale now, never through that of a former version (rules 0-36, 0-37, semantics row 21).
 */
export function findOffer(facts: Facts, query: OfferQuery): Result<AddOnOffer> {
  const { base, addOnKey, actor } = query;
  const link = linkTo(base, addOnKey);
  if (!link) return addOnNotLinked({ addOnKey, base });
  const launched = ownValue(facts.launched.addOn, addOnKey) ?? null;
  if (launched === null) return addOnNotLaunched({ addOnKey });
  if (facts.archivedAddOns.includes(addOnKey) && ownValue(facts.launched[base.kind], base.key) !== base.id) {
    return addOnArchived({ addOnKey, base });
  }
  const addOn = addOnVersion(facts, launched);
  const allowed = refuseRestricted(addOn, link, query);
  if (!allowed.ok) return allowed;
  const hiddenBy = link.visibility === 'admin' ? 'planAddOn' : addOn.visibility === 'admin' ? 'addOn' : null;
  if (actor === 'customer' && hiddenBy !== null) return addOnNotVisible({ addOnKey, level: hiddenBy });
  return accepted({ addOn: soldThrough(addOn, link), link });
}

/** Rule 4-19: what is sold with some bases, to some roles or to some kinds of customers only. */
function refuseRestricted(
  { key, restrictions }: AddOnVersion,
  { requirement }: PlanAddOn,
  { base, accountType, role }: OfferQuery,
): Result<null> {
  const { plans, accountTypes, roles } = restrictions;
  if (isLeftOut(plans, base.key)) return addOnRestricted({ addOnKey: key, only: { plans } });
  // What comes with the base comes to whoever may have the base.
  if (requirement === 'mandatory') return accepted(null);
  if (isLeftOut(accountTypes, accountType)) return addOnRestricted({ addOnKey: key, only: { accountTypes } });
  if (isLeftOut(roles, role)) return addOnRestricted({ addOnKey: key, only: { roles } });
  return accepted(null);
}

const isLeftOut = (names: readonly string[] | null, name: string | undefined): names is readonly string[] =>
  names !== null && (name === undefined || !names.includes(name));

/** Refuses an add-on whose features cannot be merged with those that the subscription has already (rule 1-16, semantics row 29). */
export function refuseUnmergeable(addOn: AddOnVersion, held: readonly OfferingVersion[]): Result<null> {
  const issues = held.flatMap((other) => (other.key === addOn.key ? [] : extendabilityIssues(addOn, other)));
  if (issues.length === 0) return accepted(null);
  return entitlementNotExtendable(issues.map((issue) => ({ ...issue, pointer: '/addOnKey' })));
}
