import type { PolicySources } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { ChangeAddOnQuantity } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import { buyingActor } from './may-buy.ts';
import { findOffer } from './offer.ts';
import { linkingBase } from './offerings.ts';
import type { LiveSubscription, Attachment } from '../model/state.ts';
import { refuseTooEarly } from './too-early.ts';

/**
 * Refuses an increase by a customer who could not buy the add-on at that instant: not for sale to the customer (see `findOffer`), in a
 * later phase, or blocked in the trial (semantics §9). A mandatory attachment may be hidden, and is not blocked in the trial.
 * Administrators may increase any attachment.
 */
export function refuseIncrease(
  { state, facts }: { readonly state: LiveSubscription; readonly facts: Facts },
  { actor, role }: ChangeAddOnQuantity,
  {
    attachment,
    effectiveAt,
    sources,
  }: { readonly attachment: Attachment; readonly effectiveAt: Instant; readonly sources: PolicySources },
): Result<null> {
  if (actor === 'admin') return accepted(null);
  const { addOnKey, requirement } = attachment;
  const base = linkingBase(state, facts);
  const { accountType = null } = state.terms;
  const buyer = { actor: buyingActor(requirement, actor), role: role ?? null, accountType };
  const offer = findOffer(facts, { base, addOnKey, buyer });
  if (!offer.ok) return offer;
  return refuseTooEarly(state, { base, link: offer.value.link, requirement, actor, effectiveAt, sources });
}
