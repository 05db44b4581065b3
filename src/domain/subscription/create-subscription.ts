import type { PlanVersion } from '../catalogue/offering.ts';
import { missingPrices, unchargeablePrices } from '../catalogue/price-lookup.ts';
import { resolveAllPolicies, resolvePolicy } from '../policy/policy.ts';
import { accepted, type Issue, refused, type Result } from '../refusal.ts';
import { indexContaining } from '../time/billing-calendar.ts';
import type { Instant } from '../time/instant.ts';
import { addDays } from '../time/local-date.ts';
import { advanceRecorder } from './advance.ts';
import type { Create } from './commands.ts';
import type { DecisionContext } from './decision.ts';
import type { SubscriptionEvent } from './events.ts';
import { findOffer, refuseUnmergeable } from './offer.ts';
import { addOnVersion, linkTo, planVersion, policySources } from './offerings.ts';
import { refuseBeforePhase } from './phases.ts';
import { orderedQuantity } from './quantity.ts';
import { recorderFrom } from './recorder.ts';
import { initial, type OrderedAddOn, type Terms } from './state.ts';

/** How many periods of the past a new subscription may have to catch up with (semantics §3). */
const longestCatchUp = 24;

/**
 * Creates a subscription with the mandatory and the ordered add-ons, and starts it if its start has come. A sandbox subscription
 * is created at its start and stands still there.
 */
export function createSubscription(command: Create, context: DecisionContext): Result<readonly SubscriptionEvent[]> {
  const { facts } = context;
  const planId = facts.launchedPlans[command.planKey] ?? null;
  if (planId === null) return refused('plan_not_launched', `${command.planKey} is not on sale: launch it first.`, plans);
  const plan = planVersion(facts, planId);
  const issues = missingPrices(plan, command).map((issue) => ({ ...issue, pointer: '/cadence' }));
  if (issues.length > 0)
    return refused('price_not_found', `${plan.key} has no price for this cadence and currency.`, { issues });
  const unchargeable = unchargeablePrices(plan, command);
  if (unchargeable.length > 0)
    return refused('price_not_chargeable', `${plan.key} has a price that is not for subscriptions yet.`, {
      issues: unchargeable,
    });
  const order = takeOrder(command, { plan, context });
  if (!order.ok) return order;
  const terms = termsOf(command, { plan, context, order: order.value });
  const tooEarly = order.value.map(({ addOnKey }) => tooEarlyFor(terms, { plan, addOnKey })).find(({ ok }) => !ok);
  if (tooEarly?.ok === false) return tooEarly;
  const ordered = order.value.map(({ versionId }) => addOnVersion(facts, versionId));
  const unmergeable = ordered.map((addOn, index) => refuseUnmergeable(addOn, ordered.slice(0, index))).find(({ ok }) => !ok);
  if (unmergeable?.ok === false) return unmergeable;
  if (command.clock === 'wall' && isTooLongAgo(terms, context.at)) {
    return refused('catch_up_too_long', `The start is more than ${longestCatchUp} periods ago: give a later startAt.`);
  }
  const recorder = recorderFrom(initial, facts);
  recorder.record(terms.createdAt, { type: 'SubscriptionCreated', terms });
  if (terms.startAt <= terms.createdAt) advanceRecorder(recorder, terms.startAt);
  return accepted(recorder.events);
}

const tooEarlyFor = (
  terms: Terms,
  { plan, addOnKey }: { readonly plan: PlanVersion; readonly addOnKey: string },
): Result<null> => {
  const link = linkTo(plan, addOnKey);
  return link === undefined ? accepted(null) : refuseBeforePhase(link, { plan, terms, at: terms.startAt });
};

const plans = { issues: [{ code: 'plan_not_launched', pointer: '/planKey', detail: 'no launched version' }] };

function termsOf(
  command: Create,
  {
    plan,
    context,
    order,
  }: { readonly plan: PlanVersion; readonly context: DecisionContext; readonly order: readonly OrderedAddOn[] },
): Terms {
  const { timeZone, accountType, clock, currency, cadence, customerId } = command;
  const startAt = command.startAt ?? context.at;
  const trialEndsAt = plan.trialDays > 0 ? addDays(startAt, plan.trialDays, timeZone) : null;
  return {
    id: context.subscriptionId,
    customerId,
    planKey: plan.key,
    planVersion: plan.version,
    planVersionId: plan.id,
    currency,
    cadence: { every: cadence.every, unit: cadence.unit },
    timeZone,
    ...(accountType === undefined ? {} : { accountType }),
    clock,
    createdAt: clock === 'sandbox' ? startAt : context.at,
    startAt,
    anchorAt: trialEndsAt ?? startAt,
    trialEndsAt,
    ownPolicies: command.policies ?? {},
    policies: resolveAllPolicies(policySources(context.facts, { plan, command: command.policies })),
    order,
  };
}

/** Mandatory add-ons first, in the order of the plan, then the chosen ones; all issues of the order are collected. */
function takeOrder(
  command: Create,
  { plan, context }: { readonly plan: PlanVersion; readonly context: DecisionContext },
): Result<readonly OrderedAddOn[]> {
  const stated = new Map(command.addOns.map(({ addOnKey, quantity }) => [addOnKey, quantity]));
  const mandatory = plan.addOns.filter(({ requirement }) => requirement === 'mandatory').map(({ addOnKey }) => addOnKey);
  const chosen = command.addOns.map(({ addOnKey }) => addOnKey).filter((key) => !mandatory.includes(key));
  const lines = [...mandatory, ...chosen].map((addOnKey) =>
    orderAddOn(command, { plan, context, addOnKey, stated: stated.get(addOnKey) }),
  );
  const twice = duplicates(command);
  const failures = lines.flatMap((line) => (line.ok ? [] : [line.error]));
  const [first] = failures;
  if (first) {
    const issues = failures.flatMap(
      (error): readonly Issue[] => error.issues ?? [{ code: error.code, pointer: '/addOns', detail: error.message }],
    );
    return refused(first.code, first.message, { issues, ...(first.meta ? { meta: first.meta } : {}) });
  }
  if (twice) return refused('add_on_already_attached', `${twice} is in addOns twice: name it once with its quantity.`);
  return accepted(lines.flatMap((line) => (line.ok ? [line.value] : [])));
}

const duplicates = ({ addOns }: Create): string | undefined =>
  addOns.map(({ addOnKey }) => addOnKey).find((key, index, keys) => keys.indexOf(key) !== index);

function orderAddOn(
  command: Create,
  {
    plan,
    context,
    addOnKey,
    stated,
  }: {
    readonly plan: PlanVersion;
    readonly context: DecisionContext;
    readonly addOnKey: string;
    readonly stated: string | undefined;
  },
): Result<OrderedAddOn> {
  const { actor } = command;
  // What comes with the plan is not chosen by anybody, so it may be hidden from the customer who orders.
  const chooser = linkTo(plan, addOnKey)?.requirement === 'mandatory' ? 'admin' : actor;
  const offer = findOffer(context.facts, { plan, addOnKey, actor: chooser, accountType: command.accountType });
  if (!offer.ok) return offer;
  const { addOn, link } = offer.value;
  const issues = missingPrices(addOn, command).map((issue) => ({ ...issue, pointer: '/addOns' }));
  if (issues.length > 0)
    return refused('price_not_found', `${addOn.key} has no price for this cadence and currency.`, { issues });
  const unchargeable = unchargeablePrices(addOn, command);
  if (unchargeable.length > 0)
    return refused('price_not_chargeable', `${addOn.key} has a price that is not for subscriptions yet.`, {
      issues: unchargeable,
    });
  const sources = policySources(context.facts, { plan, addOn, command: command.policies });
  const blocked = resolvePolicy(`trial.optional.${actor}`, sources).value === 'block';
  if (plan.trialDays > 0 && link.requirement === 'optional' && blocked) {
    return refused('add_on_blocked_in_trial', `${addOnKey} cannot be added before the trial ends.`);
  }
  const quantity = orderedQuantity(addOn, link, stated);
  if (!quantity.ok) return quantity;
  return accepted({ addOnKey, versionId: addOn.id, quantity: quantity.value, requirement: link.requirement, actor });
}

const isTooLongAgo = ({ anchorAt, cadence, timeZone }: Terms, now: Instant): boolean =>
  indexContaining({ anchorAt, cadence, timeZone }, now) > longestCatchUp;
