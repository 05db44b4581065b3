import { extendabilityIssues } from '../catalogue/extendability.ts';
import type { AddOnVersion, OfferingVersion, PlanAddOn, PlanVersion } from '../catalogue/offering.ts';
import { accepted, refused, type Result } from '../refusal.ts';
import type { Facts } from './facts.ts';
import { addOnVersion, linkTo } from './offerings.ts';
import type { Actor } from './state.ts';

/** An add-on that may be added to a plan, in the version that is on sale, with the rule that allows it. */
export interface AddOnOffer {
  readonly addOn: AddOnVersion;
  readonly link: PlanAddOn;
}

interface OfferQuery {
  readonly plan: PlanVersion;
  readonly addOnKey: string;
  readonly actor: Actor;
  readonly accountType: string | undefined;
}

/** Finds the offer of an add-on on a plan for an actor who chooses it, or says why there is none. */
export function findOffer(facts: Facts, { plan, addOnKey, actor, accountType }: OfferQuery): Result<AddOnOffer> {
  const link = linkTo(plan, addOnKey);
  if (!link) {
    return refused('add_on_not_linked', `${addOnKey} is not an add-on of ${plan.key} version ${plan.version}.`, {
      issues: [{ code: 'add_on_not_linked', pointer: '/addOnKey', detail: `${addOnKey} is not linked to the plan` }],
    });
  }
  const launched = facts.launchedAddOns[addOnKey] ?? null;
  if (launched === null) return refused('add_on_not_launched', `${addOnKey} is not on sale: launch it first.`);
  const addOn = addOnVersion(facts, launched);
  const { plans, accountTypes } = addOn.restrictions;
  if (plans !== null && !plans.includes(plan.key)) {
    return refused('add_on_restricted', `${addOnKey} is sold with ${plans.join(', ')} only.`, { meta: { plans } });
  }
  // What comes with the plan comes to whoever may have the plan.
  const isFor = link.requirement === 'mandatory' || accountTypes === null || accountTypes.includes(accountType ?? '');
  if (!isFor) {
    return refused('add_on_restricted', `${addOnKey} is sold to ${accountTypes.join(', ')} only.`, { meta: { accountTypes } });
  }
  const hiddenBy = link.visibility === 'admin' ? 'planAddOn' : addOn.visibility === 'admin' ? 'addOn' : null;
  if (actor === 'customer' && hiddenBy !== null) {
    return refused('add_on_not_visible', `${addOnKey} is offered by administrators only.`, {
      meta: { policy: 'visibility', level: hiddenBy },
    });
  }
  return accepted({ addOn, link });
}

/** Refuses an add-on whose features cannot be merged with those that the subscription has already (rule 1-16, semantics row 29). */
export function refuseUnmergeable(addOn: AddOnVersion, held: readonly OfferingVersion[]): Result<null> {
  const issues = held.flatMap((other) => (other.key === addOn.key ? [] : extendabilityIssues(addOn, other)));
  const [first] = issues;
  if (first === undefined) return accepted(null);
  return refused('entitlement_not_extendable', `${first.detail}.`, {
    issues: issues.map((issue) => ({ ...issue, pointer: '/addOnKey' })),
  });
}
