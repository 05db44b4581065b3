import { extendabilityIssues } from '../../catalogue/launch/extendability.ts';
import { applyLinkPrices } from '../../catalogue/model/link-prices.ts';
import type { AddOnVersion, BaseVersion, OfferingVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { ownValue } from '../../own-value.ts';
import { accepted, type Result } from '../../refusal.ts';
import { addOnArchived, addOnNotLaunched, addOnNotLinked, entitlementNotExtendable } from '../../refusals/add-ons.ts';
import type { Facts } from '../model/facts.ts';
import { type Buyer, mayBuy } from './may-buy.ts';
import { addOnVersion, linkTo } from './offerings.ts';

/** An add-on that may be added to a base, in the version that is on sale, with the rule that allows it. */
export interface AddOnOffer {
  /** With the prices that it has through the link. */
  readonly addOn: AddOnVersion;
  readonly link: PlanAddOn;
}

interface OfferQuery {
  readonly base: BaseVersion;
  readonly addOnKey: string;
  readonly buyer: Buyer;
}

/**
 * Finds the offer of an add-on on a base for a buyer, or says why there is none. An archived add-on is offered through
 * the link of what is on sale now, never through that of a former version (semantics row 21).
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
 * Refuses an add-on whose features cannot be merged with those that the subscription has already (semantics row 29).
 * @rule 1-16
 */
export function refuseUnmergeable(addOn: AddOnVersion, held: readonly OfferingVersion[]): Result<null> {
  const issues = held.flatMap((other) => (other.key === addOn.key ? [] : extendabilityIssues(addOn, other)));
  if (issues.length === 0) return accepted(null);
  return entitlementNotExtendable(issues.map((issue) => ({ ...issue, pointer: '/addOnKey' })));
}
