import type { PolicySources } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { ChangeAddOnQuantity } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import { chooserOf } from './may-buy.ts';
import { findOffer } from './offer.ts';
import { linkingBase } from './offerings.ts';
import type { LiveSubscription, Attachment } from '../model/state.ts';
import { refuseTooEarly } from './too-early.ts';

/**
 * Refuses more of an attachment to a customer who could not buy it then: what is hidden from customers, sold to others only,
 * archived, no longer linked, of a later phase or blocked in the trial (semantics §9). Who buys may say its role. What comes with the
 * base is bought with it, hidden or not, trial or not. An administrator may give more of whatever there is.
 */
export function refuseMore(
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
  const buyer = { actor: chooserOf(requirement, actor), role: role ?? null, accountType };
  const offer = findOffer(facts, { base, addOnKey, buyer });
  if (!offer.ok) return offer;
  return refuseTooEarly(state, { base, link: offer.value.link, requirement, actor, effectiveAt, sources });
}
