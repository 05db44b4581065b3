import { extendabilityIssues } from '../../catalogue/launch/extendability.ts';
import { applyLinkPrices } from '../../catalogue/model/link-prices.ts';
import type { AddOnVersion, BaseVersion, OfferingVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { ownValue } from '../../own-value.ts';
import { accepted, type Result } from '../../refusal.ts';
import { addOnArchived, addOnNotLaunched, addOnNotLinked, entitlementNotExtendable } from '../../refusals/add-ons.ts';
import type { Facts } from '../model/facts.ts';
import { type Buyer, mayBuy } from './may-buy.ts';
import { addOnVersion, linkTo } from './offerings.ts';

/** An add-on for sale on a base. */
export interface AddOnOffer {
  /** The version on sale, with the prices of the link. */
  readonly addOn: AddOnVersion;
  readonly link: PlanAddOn;
}

interface OfferQuery {
  readonly base: BaseVersion;
  readonly addOnKey: string;
  readonly buyer: Buyer;
}

/**
 * Finds the offer of an add-on on a base. Refuses `add_on_not_linked`, `add_on_not_launched`, `add_on_archived` (an archived add-on is sold
 * only through the base version on sale, semantics row 21), or as `mayBuy`.
 * @rule 0-36, 0-37
 */
export function findOffer(facts: Facts, { base, addOnKey, buyer }: OfferQuery): Result<AddOnOffer> {
  const link = linkTo(base, addOnKey);
  if (!link) return addOnNotLinked({ addOnKey, base });
  const launched = ownValue(facts.launched.addOn, addOnKey) ?? null;
  if (launched === null) return addOnNotLaunched({ addOnKey });
  if (facts.archivedAddOns.includes(addOnKey) && ownValue(facts.launched[base.kind], base.key) !== base.id) {
    return addOnArchived({ addOnKey, base });
  }
  const addOn = addOnVersion(facts, launched);
  const allowed = mayBuy({ base, addOn, link }, buyer);
  return allowed.ok ? accepted({ addOn: applyLinkPrices(addOn, link), link }) : allowed;
}

/**
 * Refuses `entitlement_not_extendable` for an add-on whose features cannot be merged with those of other offerings (semantics row 29).
 * @rule 1-16
 */
export function refuseUnmergeable(addOn: AddOnVersion, held: readonly OfferingVersion[]): Result<null> {
  const issues = held.flatMap((other) => (other.key === addOn.key ? [] : extendabilityIssues(addOn, other)));
  if (issues.length === 0) return accepted(null);
  return entitlementNotExtendable(issues.map((issue) => ({ ...issue, pointer: '/addOnKey' })));
}
