import type { AddOnVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { compareDecimals, subtract, add } from '../../money/exact.ts';
import { type PolicySources, resolvePolicies, resolvePolicy, withPolicy } from '../../policy/policy.ts';
import { accepted, refused, type Result } from '../../refusal.ts';
import { applyQuantity, directionOf, type NewQuantity } from './quantity.effect.ts';
import { findAttachment } from './attachments.ts';
import { refuseMore } from '../offer/buy-more.ts';
import { increaseCharging } from '../charge/charge-policies.ts';
import type { ChangeAddOnQuantity } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import { policySourcesOf, presentLink, soldAddOn } from '../offer/offerings.ts';
import { changesOf, clearConflicts, refuseAfterEnd, schedule } from '../calendar/schedule.ts';
import { creditPolicyKeys, increasePolicyKeys, quantityPolicyKeys } from '../model/pinned-policies.ts';
import { heldInstances, parseQuantity, refuseTooFew, withinBounds, withinMaximum } from '../offer/quantity.ts';
import type { Actor, Running, SubscriptionAddOn } from '../model/state.ts';
import { decideTiming, type Timing } from '../calendar/effective-time.ts';

/** Changes the quantity of an attachment: up at once and prorated, down at the end of the period (semantics row 6). */
export const changeAddOnQuantity: Handler<ChangeAddOnQuantity> = (recorder, command, { at }) => {
  const { state, facts } = recorder;
  const found = findAttachment(state, command.attachmentId);
  if (!found.ok) return found;
  const addOn = soldAddOn(facts, found.value);
  const link = presentLink(state, facts, addOn.key);
  const sources = policySourcesOf(state, facts, { addOn, command: command.policies });
  const conflicts = changesOf(state, found.value.id);
  const { actor } = command;
  const cleared = clearConflicts(recorder, at, { conflicts, policy: resolvePolicy('pending.conflict', sources), actor });
  if (!cleared.ok) return cleared;
  const quantity = checkQuantity(recorder.state, { attachment: found.value, addOn, stated: command.quantity, link });
  if (!quantity.ok) return quantity;
  const change = { addOn: found.value, to: quantity.value };
  const direction = directionOf(change);
  const policy = resolvePolicy(`quantity.${direction}.when`, sources);
  const timing = decideTiming(state, at, { policy, command });
  if (!timing.ok) return timing;
  const { effectiveAt, isNow } = timing.value;
  const buyable =
    direction === 'increase'
      ? refuseMore(recorder, command, { attachment: found.value, effectiveAt, sources })
      : accepted(null);
  if (!buyable.ok) return buyable;
  if (isNow) {
    applyQuantity(recorder, at, changeNow(change, { actor, sources, timing: timing.value }));
    return accepted(found.value.id);
  }
  const open = refuseAfterEnd(state, effectiveAt);
  if (!open.ok) return open;
  const policies = withPolicy(resolvePolicies(quantityPolicyKeys, sources), timing.value.policy);
  const scheduled = { type: 'changeAddOnQuantity', attachmentId: found.value.id, quantity: quantity.value, policies } as const;
  schedule(recorder, scheduled, { at, effectiveAt, actor });
  return accepted(found.value.id);
};

/** A change that is carried out at once, with the policies of the way that it goes. */
function changeNow(
  change: Pick<NewQuantity, 'addOn' | 'to'>,
  { actor, sources, timing }: { readonly actor: Actor; readonly sources: PolicySources; readonly timing: Timing },
): NewQuantity {
  const direction = directionOf(change);
  if (direction === 'decrease') {
    return { ...change, direction, policies: withPolicy(resolvePolicies(creditPolicyKeys, sources), timing.policy) };
  }
  const policies = withPolicy(resolvePolicies(increasePolicyKeys, sources), timing.policy);
  return { ...change, direction, charging: increaseCharging(policies, actor), policies };
}

function checkQuantity(
  state: Running,
  {
    attachment,
    addOn,
    stated,
    link,
  }: {
    readonly attachment: SubscriptionAddOn;
    readonly addOn: AddOnVersion;
    readonly stated: string;
    readonly link: PlanAddOn | undefined;
  },
): Result<string> {
  const quantity = parseQuantity(addOn, { stated, terms: state.terms });
  if (!quantity.ok) return quantity;
  const enough = attachment.requirement === 'mandatory' ? refuseTooFew(addOn.key, quantity.value) : quantity;
  if (!enough.ok) return enough;
  const change = subtract(quantity.value, attachment.quantity);
  if (compareDecimals(change, '0') === 0) {
    return refused('quantity_unchanged', `The quantity is ${attachment.quantity} already.`);
  }
  const total = addOn.instance === 'single' ? quantity.value : add(heldInstances(state, addOn.key), change);
  const bounded = withinBounds(addOn, { total, terms: state.terms });
  if (!bounded.ok) return bounded;
  if (!link || addOn.instance === 'single' || compareDecimals(change, '0') < 0) return quantity;
  const within = withinMaximum(link, total);
  return within.ok ? quantity : within;
}
