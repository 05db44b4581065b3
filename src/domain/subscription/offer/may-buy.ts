import type { AddOnVersion, BaseVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { type PolicySources, type ResolvedPolicy, resolvePolicy } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { addOnNotVisible, addOnRestricted } from '../../refusals/add-ons.ts';
import type { Actor } from '../model/actor.ts';

/** Who buys. The caller tells the role; the account type is that of the customer. Null is none. */
export interface Buyer {
  readonly actor: Actor;
  readonly role: string | null;
  readonly accountType: string | null;
}

/** An add-on and the link of a base through which it is bought. */
export interface Purchase {
  readonly base: Pick<BaseVersion, 'key'>;
  readonly addOn: AddOnVersion;
  readonly link: PlanAddOn;
}

/**
 * Whether a buyer may buy an add-on. An offer, an order, an attach and an increase all ask here, so what is shown is accepted. Refuses
 * `add_on_restricted`, then `add_on_not_visible`.
 */
export function mayBuy(purchase: Purchase, buyer: Buyer): Result<null> {
  const allowed = refuseRestricted(purchase, buyer);
  return allowed.ok ? refuseHidden(purchase, buyer) : allowed;
}

/** What comes with the base is not chosen by the customer who orders it, so it may be hidden from that customer (semantics row 12). */
export const chooserOf = (requirement: PlanAddOn['requirement'], actor: Actor): Actor =>
  requirement === 'mandatory' ? 'admin' : actor;

/**
 * The policy that blocks an add-on as long as the trial of the plan lasts; null where none does (semantics rows 13, 14).
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
 * An add-on may be sold with some bases, to some roles or to some account types only. What comes with the base comes to whoever may
 * have the base.
 * @rule 4-19
 */
function refuseRestricted({ base, addOn, link }: Purchase, { role, accountType }: Buyer): Result<null> {
  const { key: addOnKey, restrictions } = addOn;
  const { plans, accountTypes, roles } = restrictions;
  if (isLeftOut(plans, base.key)) return addOnRestricted({ addOnKey, only: { plans } });
  if (link.requirement === 'mandatory') return accepted(null);
  if (isLeftOut(accountTypes, accountType)) return addOnRestricted({ addOnKey, only: { accountTypes } });
  if (isLeftOut(roles, role)) return addOnRestricted({ addOnKey, only: { roles } });
  return accepted(null);
}

const isLeftOut = (names: readonly string[] | null, name: string | null): names is readonly string[] =>
  names !== null && (name === null || !names.includes(name));

/** A customer sees an add-on only if both the add-on and the link allow it (semantics row 39). @rule 0-8, 0-32, 3-10 */
function refuseHidden({ addOn, link }: Purchase, { actor }: Buyer): Result<null> {
  const hiddenBy = link.visibility === 'admin' ? 'planAddOn' : addOn.visibility === 'admin' ? 'addOn' : null;
  if (actor === 'admin' || hiddenBy === null) return accepted(null);
  return addOnNotVisible({ addOnKey: addOn.key, level: hiddenBy });
}
