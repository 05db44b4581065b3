import type { AddOnVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { compareDecimals, subtract, add } from '../../money/exact.ts';
import { type PolicySources, resolvePolicies, resolvePolicy, withPolicy } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { quantityUnchanged } from '../../refusals/quantities.ts';
import { directionOf, type QuantityChange } from './quantity.effect.ts';
import { findAttachment } from './attachments.ts';
import { refuseIncrease } from '../offer/increase.ts';
import type { ChangeAddOnQuantity } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import { policySourcesOf, currentLink, soldAddOn } from '../offer/offerings.ts';
import { changesOf, refuseAfterEnd, replaceConflicts, withoutReplaced } from '../calendar/conflicts.ts';
import {
  type CreditPolicies,
  creditPolicyKeys,
  type IncreasePolicies,
  increasePolicyKeys,
  type QuantityPolicies,
  quantityPolicyKeys,
} from '../model/pinned-policies.ts';
import { heldInstances, parseQuantity, refuseBelowOne, withinBounds, withinMaximum } from '../offer/quantity.ts';
import type { LiveSubscription, Attachment } from '../model/state.ts';
import { decideTiming } from '../calendar/effective-time.ts';

/**
 * Changes the quantity of an attachment: by default increases at once, decreases at the end of the period (semantics row 6).
 * @rule 2-20, 4-20
 */
export const changeAddOnQuantity: Handler<ChangeAddOnQuantity> = (state, command, { at, facts }) => {
  const { actor } = command;
  const found = findAttachment(state, command.attachmentId);
  if (!found.ok) return found;
  const attachment = found.value;
  const addOn = soldAddOn(facts, attachment);
  const link = currentLink(state, facts, addOn.key);
  const sources = policySourcesOf(state, facts, { addOn, command: command.policies });
  const replaces = replaceConflicts(changesOf(state, attachment.id), { actor, sources });
  if (!replaces.ok) return replaces;
  const remaining = withoutReplaced(state, replaces.value);
  const quantity = checkQuantity(remaining, { attachment, addOn, stated: command.quantity, link });
  if (!quantity.ok) return quantity;
  const direction = directionOf({ attachment, to: quantity.value });
  const timing = decideTiming(state, at, { policy: resolvePolicy(`quantity.${direction}.when`, sources), command });
  if (!timing.ok) return timing;
  const { effectiveAt } = timing.value;
  const buyable =
    direction === 'increase' ? refuseIncrease({ state, facts }, command, { attachment, effectiveAt, sources }) : accepted(null);
  if (!buyable.ok) return buyable;
  const open = refuseAfterEnd(state, effectiveAt);
  if (!open.ok) return open;
  const policies = withPolicy(resolveQuantityPolicies(effectiveAt > at ? 'either' : direction, sources), timing.value.policy);
  const requested = { type: 'changeAddOnQuantity', attachmentId: attachment.id, quantity: quantity.value } as const;
  const change = { ...requested, policies, effectiveAt, scheduledAt: at, actor };
  return accepted({ type: 'amend', change, replaces: replaces.value });
};

/** Resolves the policies of a direction; of both for a pending change, whose direction may still change. */
function resolveQuantityPolicies(
  direction: QuantityChange['direction'] | 'either',
  sources: PolicySources,
): QuantityPolicies | IncreasePolicies | CreditPolicies {
  if (direction === 'either') return resolvePolicies(quantityPolicyKeys, sources);
  return direction === 'increase' ? resolvePolicies(increasePolicyKeys, sources) : resolvePolicies(creditPolicyKeys, sources);
}

function checkQuantity(
  state: LiveSubscription,
  {
    attachment,
    addOn,
    stated,
    link,
  }: {
    readonly attachment: Attachment;
    readonly addOn: AddOnVersion;
    readonly stated: string;
    readonly link: PlanAddOn | undefined;
  },
): Result<string> {
  const quantity = parseQuantity(addOn, { stated, terms: state.terms });
  if (!quantity.ok) return quantity;
  const enough = attachment.requirement === 'mandatory' ? refuseBelowOne(addOn.key, quantity.value) : quantity;
  if (!enough.ok) return enough;
  const change = subtract(quantity.value, attachment.quantity);
  if (compareDecimals(change, '0') === 0) {
    return quantityUnchanged(attachment);
  }
  const total = addOn.instance === 'single' ? quantity.value : add(heldInstances(state, addOn.key), change);
  const bounded = withinBounds(addOn, { total, terms: state.terms });
  if (!bounded.ok) return bounded;
  if (!link || addOn.instance === 'single' || compareDecimals(change, '0') < 0) return quantity;
  const within = withinMaximum(link, total);
  return within.ok ? quantity : within;
}
