import type { AddOnVersion, BaseVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { type PolicySources, type ResolvedPolicy, resolvePolicy } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { addOnNotVisible, addOnRestricted } from '../../refusals/add-ons.ts';
import type { Actor } from '../model/actor.ts';

/** Who buys. The caller states the role; the account type is that of the customer. Null means unknown. */
export interface Buyer {
  readonly actor: Actor;
  readonly role: string | null;
  readonly accountType: string | null;
}

/** An add-on, and the base and link through which it is bought. */
export interface Purchase {
  readonly base: Pick<BaseVersion, 'key'>;
  readonly addOn: AddOnVersion;
  readonly link: PlanAddOn;
}

/**
 * Decides whether a buyer may buy an add-on, for offers, orders, attaches and increases, so that what an offer shows is accepted. Refuses
 * `add_on_restricted`, then `add_on_not_visible`.
 */
export function mayBuy(purchase: Purchase, buyer: Buyer): Result<null> {
  const allowed = refuseRestricted(purchase, buyer);
  return allowed.ok ? refuseHidden(purchase, buyer) : allowed;
}

/** Who counts as the buyer of an add-on: for a mandatory one an administrator, since it may be hidden from customers (semantics row 12). */
export const buyingActor = (requirement: PlanAddOn['requirement'], actor: Actor): Actor =>
  requirement === 'mandatory' ? 'admin' : actor;

/**
 * The policy that blocks an add-on in the trial of the plan; null if none does (semantics rows 13, 14).
 * @rule 2-9, 2-10
 */
export function blockingTrialPolicy(
  sources: PolicySources,
  { requirement, actor }: { readonly requirement: PlanAddOn['requirement']; readonly actor: Actor },
): ResolvedPolicy<'trial.optional.customer' | 'trial.optional.admin'> | null {
  const policy = resolvePolicy(`trial.optional.${actor}`, sources);
  return requirement === 'optional' && policy.value === 'block' ? policy : null;
}

/**
 * Refuses an add-on that is restricted to other bases; an optional one also if it is restricted to other account types or roles.
 * @rule 4-19
 */
function refuseRestricted({ base, addOn, link }: Purchase, { role, accountType }: Buyer): Result<null> {
  const { key: addOnKey, restrictions } = addOn;
  const { plans, accountTypes, roles } = restrictions;
  if (isExcluded(plans, base.key)) return addOnRestricted({ addOnKey, only: { plans } });
  if (link.requirement === 'mandatory') return accepted(null);
  if (isExcluded(accountTypes, accountType)) return addOnRestricted({ addOnKey, only: { accountTypes } });
  if (isExcluded(roles, role)) return addOnRestricted({ addOnKey, only: { roles } });
  return accepted(null);
}

const isExcluded = (names: readonly string[] | null, name: string | null): names is readonly string[] =>
  names !== null && (name === null || !names.includes(name));

/** Refuses a customer an add-on unless both the add-on and its link are visible (semantics row 39). @rule 0-8, 0-32, 3-10 */
function refuseHidden({ addOn, link }: Purchase, { actor }: Buyer): Result<null> {
  const hiddenBy = link.visibility === 'admin' ? 'planAddOn' : addOn.visibility === 'admin' ? 'addOn' : null;
  if (actor === 'admin' || hiddenBy === null) return accepted(null);
  return addOnNotVisible({ addOnKey: addOn.key, level: hiddenBy });
}
