import type { BaseVersion } from '../../catalogue/model/offering.ts';
import { isRecurring, priceIdsAt } from '../../catalogue/model/price-lookup.ts';
import { ownValue } from '../../own-value.ts';
import { resolveAllPolicies, resolvePolicies } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { planNotLaunched, singlePurchaseNotLaunched } from '../../refusals/subscriptions.ts';
import { catchUpTooLong, effectiveAtInvalid } from '../../refusals/times.ts';
import { boundaryAt, indexContaining } from '../../time/billing-calendar.ts';
import { type Instant, latestInstant } from '../../time/instant.ts';
import { addDays } from '../../time/local-date.ts';
import { type Create, orderedBase } from '../model/commands.ts';
import type { Creation } from '../model/change.ts';
import type { DecisionContext } from '../model/decision.ts';
import { refuseUnmergeable } from '../offer/offer.ts';
import { addOnVersion, baseVersion, linkTo, policySources, soldAddOn } from '../offer/offerings.ts';
import { refuseUnpriced, resolveOrder } from '../offer/order.ts';
import { refuseBeforePhase } from '../offer/phases.ts';
import { calendarOf, maxPeriodsPerCharge } from '../calendar/periods.ts';
import type { OrderedAddOn, Terms } from '../model/state.ts';

/** The most past periods that a new subscription may have to charge (semantics §3). */
const maxCatchUpPeriods = 24;

/**
 * Creates a subscription to a plan or single purchase with its mandatory and ordered add-ons (semantics row 12). The clock of a sandbox
 * subscription begins at its start.
 */
export function createSubscription(command: Create, context: DecisionContext): Result<Creation> {
  const { facts } = context;
  const found = findBase(command, context);
  if (!found.ok) return found;
  const base = found.value;
  const priced = refuseUnpriced(base, command, '/cadence');
  if (!priced.ok) return priced;
  const order = resolveOrder(command, { base, context });
  if (!order.ok) return order;
  const terms = termsOf(command, { base, context, order: order.value });
  const compatible = refuseIncompatibleAddOns(terms, { base, context });
  if (!compatible.ok) return compatible;
  if (command.clock === 'wall' && hasRecurringCharges(terms, context) && exceedsCatchUp(terms, context.at)) {
    return catchUpTooLong({ of: 'start', maxPeriods: maxCatchUpPeriods });
  }
  const ranged = refuseOutOfRange(terms);
  if (!ranged.ok) return ranged;
  const sources = policySources(facts, { base, command: command.policies });
  return accepted({ type: 'create', terms, policies: resolvePolicies(['proration.unit', 'consolidate'], sources) });
}

/** The version on sale of the ordered base. */
function findBase(command: Create, { facts }: DecisionContext): Result<BaseVersion> {
  const { kind, key } = orderedBase(command);
  const id = ownValue(facts.launched[kind], key) ?? null;
  if (id !== null) return accepted(baseVersion(facts, id));
  return kind === 'plan'
    ? planNotLaunched({ key, pointer: '/planKey' })
    : singlePurchaseNotLaunched({ key, pointer: '/singlePurchaseKey' });
}

/** Refuses ordered add-ons of a later phase, or whose entitlements cannot be merged with those of another. */
function refuseIncompatibleAddOns(
  terms: Terms,
  { base, context }: { readonly base: BaseVersion; readonly context: DecisionContext },
): Result<null> {
  const addOns = terms.order.map(({ versionId }) => addOnVersion(context.facts, versionId));
  const checks = addOns.flatMap((addOn, index) => {
    const link = linkTo(base, addOn.key);
    return [
      ...(link === undefined ? [] : [refuseBeforePhase(link, { base, terms, at: terms.startAt })]),
      refuseUnmergeable(addOn, addOns.slice(0, index)),
    ];
  });
  return checks.find(({ ok }) => !ok) ?? accepted(null);
}

function termsOf(
  command: Create,
  {
    base,
    context,
    order,
  }: { readonly base: BaseVersion; readonly context: DecisionContext; readonly order: readonly OrderedAddOn[] },
): Terms {
  const { timeZone, accountType, clock, currency, cadence, customerId } = command;
  const { kind, key, version, id } = base;
  const startAt = command.startAt ?? context.at;
  const trialDays = base.kind === 'plan' ? base.trialDays : 0;
  const trialEndsAt = trialDays > 0 ? addDays(startAt, trialDays, timeZone) : null;
  const hasPhases = base.kind === 'plan' && base.phases.length > 1;
  return {
    id: context.subscriptionId,
    customerId,
    base: { kind, key, version, versionId: id, priceIds: priceIdsAt(base, command) },
    recurring: isRecurring(base, command) || hasPhases,
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
    policies: resolveAllPolicies(policySources(context.facts, { base, command: command.policies })),
    order,
  };
}

/** Refuses a first period that ends after the last supported instant, and a trial of more periods than one charge may have. */
function refuseOutOfRange(terms: Terms): Result<null> {
  const calendar = calendarOf(terms);
  const end = boundaryAt(calendar, 1);
  if (end > latestInstant) return effectiveAtInvalid({ firstPeriodEnd: end, latest: latestInstant });
  if (indexContaining(calendar, terms.startAt) >= -maxPeriodsPerCharge) return accepted(null);
  return catchUpTooLong({ of: 'trial', maxPeriods: maxPeriodsPerCharge });
}

/** Whether the base or an ordered add-on is charged in every period. */
const hasRecurringCharges = (terms: Terms, { facts }: DecisionContext): boolean =>
  terms.recurring || terms.order.some((ordered) => isRecurring(soldAddOn(facts, ordered), terms));

const exceedsCatchUp = (terms: Terms, now: Instant): boolean => indexContaining(calendarOf(terms), now) > maxCatchUpPeriods;
