import type { AddOnVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import { priceIdsAt } from '../../catalogue/model/price-lookup.ts';
import { add, compareDecimals, maxOf } from '../../money/exact.ts';
import { type PolicySources, resolvePolicies, resolvePolicy, withPolicy } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { addOnAlreadyAttached } from '../../refusals/add-ons.ts';
import { subscriptionNotStarted } from '../../refusals/subscriptions.ts';
import { backdateBeforeStart, catchUpTooLong, effectiveAtInvalid } from '../../refusals/times.ts';
import { indexContaining } from '../../time/billing-calendar.ts';
import type { Instant } from '../../time/instant.ts';
import { trialPolicyKey } from '../charge/charge-policies.ts';
import { instanceToJoin } from './instance-to-join.ts';
import type { AttachAddOn } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';
import type { Facts } from '../model/facts.ts';
import { findOffer, refuseUnmergeable } from '../offer/offer.ts';
import { addOnVersion, baseOf, linkingBase, linkTo, linkVersionIdOf, policySourcesOf } from '../offer/offerings.ts';
import { refuseUnpriced } from '../offer/order.ts';
import { lastAttachedUntil, peakSince } from '../model/peaks.ts';
import { type AttachPolicies, attachPolicyKeys } from '../model/pinned-policies.ts';
import { changesOf, refuseAfterEnd, replaceConflicts, withoutReplaced } from '../calendar/conflicts.ts';
import { calendarOf, maxPeriodsPerCharge } from '../calendar/periods.ts';
import { forbidden } from '../model/permissions.ts';
import { refuseTooEarly } from '../offer/too-early.ts';
import { heldInstances, orderedQuantity, withinBounds, withinMaximum } from '../offer/quantity.ts';
import type { Actor, LiveSubscription, Attachment } from '../model/state.ts';
import { decideTiming, type Timing, timingPolicy } from '../calendar/effective-time.ts';

/**
 * Attaches an add-on (semantics rows 1, 2, 3, 14, 22), or adds instances to the attachment that `instanceToJoin` finds.
 * @rule 0-3, 3-2, 4-20
 */
export const attachAddOn: Handler<AttachAddOn> = (state, command, { at, facts }) => {
  if (state.period === null) return subscriptionNotStarted(state.terms);
  const base = linkingBase(state, facts);
  const { addOnKey, actor, role = null } = command;
  const { accountType = null } = state.terms;
  const offer = findOffer(facts, { base, addOnKey, buyer: { actor, role, accountType } });
  if (!offer.ok) return offer;
  const { addOn, link } = offer.value;
  const held = state.attachments.map(({ versionId }) => addOnVersion(facts, versionId));
  const mergeable = refuseUnmergeable(addOn, [baseOf(state, facts), ...held]);
  if (!mergeable.ok) return mergeable;
  const sources = policySourcesOf(state, facts, { addOn, command: command.policies });
  const timing = decideAttachTiming(state, at, { command, sources });
  if (!timing.ok) return timing;
  const { effectiveAt } = timing.value;
  const requirement = resolveRequirement(state, facts, addOnKey);
  const early = refuseTooEarly(state, { base, link, requirement, actor, effectiveAt, sources });
  if (!early.ok) return early;
  const policies = resolveAttachPolicies(state, { timing: timing.value, requirement, actor, sources });
  const existing = instanceToJoin(state, { addOnKey, policies, effectiveAt, scheduledAt: at }, null);
  const replaces = replaceConflicts(existing ? changesOf(state, existing.id) : [], { actor, sources });
  if (!replaces.ok) return replaces;
  const remaining = withoutReplaced(state, replaces.value);
  const quantity = checkQuantity(remaining, { addOn, link, requirement, effectiveAt, stated: command.quantity });
  if (!quantity.ok) return quantity;
  const requested = existing
    ? addInstances(existing, quantity.value)
    : ({
        type: 'attachAddOn',
        addOnKey,
        versionId: addOn.id,
        linkVersionId: linkVersionIdOf(base, link),
        priceIds: priceIdsAt(addOn, state.terms),
        requirement,
        quantity: quantity.value,
      } as const);
  const change = { ...requested, policies, effectiveAt, scheduledAt: at, actor };
  return accepted({ type: 'amend', change, replaces: replaces.value });
};

/** The change that adds instances to an attachment. */
const addInstances = ({ id, quantity }: Attachment, instances: string) =>
  ({ type: 'changeAddOnQuantity', attachmentId: id, quantity: add(quantity, instances) }) as const;

/**
 * Whether an attach is mandatory: only if the pinned base has a mandatory link to the add-on, and no mandatory attachment of it
 * exists or is scheduled, since an administrator removed it (semantics row 12). A link that became mandatory later has no effect
 * (row 11).
 */
function resolveRequirement(state: LiveSubscription, facts: Facts, addOnKey: string): Attachment['requirement'] {
  const isRequired = linkTo(baseOf(state, facts), addOnKey)?.requirement === 'mandatory';
  const held = [...state.attachments, ...state.pending.filter((change) => change.type === 'attachAddOn')];
  const isHeld = held.some((each) => each.addOnKey === addOnKey && each.requirement === 'mandatory');
  return isRequired && !isHeld ? 'mandatory' : 'optional';
}

/** Resolves the policies of an attach; the trial policy only if it takes effect in the plan's trial, also a past one. */
function resolveAttachPolicies(
  state: LiveSubscription,
  {
    timing,
    requirement,
    actor,
    sources,
  }: Pick<AttachDetails, 'timing' | 'requirement'> & { readonly actor: Actor; readonly sources: PolicySources },
): AttachPolicies {
  const { trialEndsAt } = state.terms;
  const inPlansTrial = trialEndsAt !== null && timing.effectiveAt < trialEndsAt;
  const policies = withPolicy(resolvePolicies(attachPolicyKeys, sources), timing.policy);
  return inPlansTrial ? withPolicy(policies, resolvePolicy(trialPolicyKey({ requirement, actor }), sources)) : policies;
}

interface AttachDetails {
  readonly addOn: AddOnVersion;
  readonly requirement: Attachment['requirement'];
  readonly timing: Timing;
  readonly policies: AttachPolicies;
}

function checkQuantity(
  state: LiveSubscription,
  {
    addOn,
    link,
    requirement,
    effectiveAt,
    stated,
  }: Pick<AttachDetails, 'addOn' | 'requirement'> & {
    readonly link: PlanAddOn;
    readonly effectiveAt: Instant;
    readonly stated: string | undefined;
  },
): Result<string> {
  const priced = refuseUnpriced(addOn, state.terms, '/addOnKey');
  if (!priced.ok) return priced;
  const quantity = orderedQuantity(addOn, { link: { ...link, requirement }, stated, terms: state.terms });
  if (!quantity.ok) return quantity;
  const held = heldInstances(state, addOn.key);
  const bounded = withinBounds(addOn, { total: add(held, quantity.value), terms: state.terms });
  if (!bounded.ok) return bounded;
  if (addOn.instance === 'single') {
    const single = refuseSecondAttach(state, addOn.key, { held, effectiveAt });
    return single.ok ? quantity : single;
  }
  const peak = maxOf(held, peakSince(state, addOn.key, effectiveAt));
  const within = withinMaximum(link, add(peak, quantity.value));
  return within.ok ? quantity : within;
}

/**
 * Refuses `add_on_already_attached` if a single add-on would be attached twice at any instant, past ones included (semantics row 22).
 * @rule 1-7
 */
function refuseSecondAttach(
  state: LiveSubscription,
  addOnKey: string,
  { held, effectiveAt }: { readonly held: string; readonly effectiveAt: Instant },
): Result<null> {
  if (compareDecimals(held, '0') > 0) return addOnAlreadyAttached({ addOnKey, because: 'held' });
  const until = lastAttachedUntil(state, addOnKey, effectiveAt);
  return until === undefined ? accepted(null) : addOnAlreadyAttached({ addOnKey, because: { until } });
}

function decideAttachTiming(
  state: LiveSubscription,
  now: Instant,
  { command, sources }: { readonly command: AttachAddOn; readonly sources: PolicySources },
): Result<Timing> {
  const policy = resolvePolicy('attach.when', sources);
  if ((command.when ?? policy.value) !== 'backdate') {
    const timing = decideTiming(state, now, { policy, command });
    if (!timing.ok) return timing;
    const open = refuseAfterEnd(state, timing.value.effectiveAt);
    return open.ok ? timing : open;
  }
  if (command.actor === 'customer') return forbidden(policy);
  if (command.at === undefined || command.at > now) return effectiveAtInvalid('not a past instant');
  if (command.at < state.terms.startAt) return backdateBeforeStart(state.terms);
  const calendar = calendarOf(state.terms);
  if (indexContaining(calendar, now) - indexContaining(calendar, command.at) > maxPeriodsPerCharge) {
    return catchUpTooLong({ of: 'backdate', maxPeriods: maxPeriodsPerCharge });
  }
  return accepted({ effectiveAt: command.at, policy: timingPolicy(policy, command.when) });
}
