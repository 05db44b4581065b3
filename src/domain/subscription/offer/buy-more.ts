import type { PolicySources } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import type { ChangeAddOnQuantity } from '../model/commands.ts';
import type { Facts } from '../model/facts.ts';
import { findOffer } from './offer.ts';
import { linkingBase } from './offerings.ts';
import { refuseBeforePhase } from './phases.ts';
import type { LiveSubscription, SubscriptionAddOn } from '../model/state.ts';
import { refuseInTrial } from './trial-block.ts';

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
  }: { readonly attachment: SubscriptionAddOn; readonly effectiveAt: Instant; readonly sources: PolicySources },
): Result<null> {
  if (actor === 'admin') return accepted(null);
  const { addOnKey, requirement } = attachment;
  const { terms } = state;
  const base = linkingBase(state, facts);
  const comesAlong = requirement === 'mandatory';
  const chooser = comesAlong ? 'admin' : actor;
  const offer = findOffer(facts, { base, addOnKey, actor: chooser, role, accountType: terms.accountType });
  if (!offer.ok) return offer;
  const inPhase = refuseBeforePhase(offer.value.link, { base, terms, at: effectiveAt });
  return !inPhase.ok || comesAlong ? inPhase : refuseInTrial(state, { effectiveAt, actor, addOnKey, sources });
}
