import type { BaseVersion, OfferingVersion } from '../../catalogue/model/offering.ts';
import {
  describePair,
  missingPriceIssues,
  priceIdsAt,
  type PriceQuery,
  notChargeableIssues,
} from '../../catalogue/model/price-lookup.ts';
import { accepted, type Issue, type Result } from '../../refusal.ts';
import { addOnAlreadyAttached, addOnBlockedInTrial } from '../../refusals/add-ons.ts';
import { priceNotChargeable, priceNotFound } from '../../refusals/prices.ts';
import { addDays } from '../../time/local-date.ts';
import type { Create } from '../model/commands.ts';
import type { DecisionContext } from '../model/decision.ts';
import { blockingTrialPolicy, buyingActor } from './may-buy.ts';
import { findOffer } from './offer.ts';
import { linkTo, linkVersionIdOf, policySources } from './offerings.ts';
import { orderedQuantity } from './quantity.ts';
import type { OrderedAddOn } from '../model/state.ts';

interface OrderContext {
  readonly base: BaseVersion;
  readonly context: DecisionContext;
}

/**
 * Resolves the add-ons of an order: mandatory ones in the order of the links, then the chosen ones. A refusal has the issues of all.
 * @rule 0-30, 0-31, 2-6, 2-7
 */
export function resolveOrder(command: Create, orderContext: OrderContext): Result<readonly OrderedAddOn[]> {
  const { base } = orderContext;
  const stated = new Map(command.addOns.map(({ addOnKey, quantity }) => [addOnKey, quantity]));
  const mandatory = base.addOns.filter(({ requirement }) => requirement === 'mandatory').map(({ addOnKey }) => addOnKey);
  const chosen = command.addOns.map(({ addOnKey }) => addOnKey).filter((key) => !mandatory.includes(key));
  const lines = [...mandatory, ...chosen].map((addOnKey) =>
    orderAddOn(command, { ...orderContext, addOnKey, stated: stated.get(addOnKey) }),
  );
  const duplicate = findDuplicate(command);
  const failures = lines.flatMap((line) => (line.ok ? [] : [line.error]));
  const [first] = failures;
  if (first) {
    const issues = failures.flatMap(
      (error): readonly Issue[] => error.issues ?? [{ code: error.code, pointer: '/addOns', detail: error.message }],
    );
    return { ok: false, error: { ...first, issues } };
  }
  if (duplicate) return addOnAlreadyAttached({ addOnKey: duplicate, because: 'ordered twice' });
  return accepted(lines.flatMap((line) => (line.ok ? [line.value] : [])));
}

/**
 * Refuses a version with `price_not_found` if it has no price in the currency and cadence, and with `price_not_chargeable` if the
 * price cannot be charged yet. `pointer` is the field of the issues.
 */
export function refuseUnpriced(version: OfferingVersion, query: PriceQuery, pointer: string): Result<null> {
  const wanted = describePair(query);
  const issues = missingPriceIssues(version, query).map((issue) => ({ ...issue, pointer }));
  if (issues.length > 0) return priceNotFound({ offeringKey: version.key, wanted, issues });
  const unchargeable = notChargeableIssues(version, query).map((issue) => ({ ...issue, pointer }));
  if (unchargeable.length === 0) return accepted(null);
  return priceNotChargeable({ offeringKey: version.key, wanted, issues: unchargeable });
}

const findDuplicate = ({ addOns }: Create): string | undefined =>
  addOns.map(({ addOnKey }) => addOnKey).find((key, index, keys) => keys.indexOf(key) !== index);

function orderAddOn(
  command: Create,
  { base, context, addOnKey, stated }: OrderContext & { readonly addOnKey: string; readonly stated: string | undefined },
): Result<OrderedAddOn> {
  const { actor, accountType = null, role = null } = command;
  const buyer = { actor: buyingActor(linkTo(base, addOnKey)?.requirement ?? 'optional', actor), role, accountType };
  const offer = findOffer(context.facts, { base, addOnKey, buyer });
  if (!offer.ok) return offer;
  const { addOn, link } = offer.value;
  const priced = refuseUnpriced(addOn, command, '/addOns');
  if (!priced.ok) return priced;
  const sources = policySources(context.facts, { base, addOn, link, command: command.policies });
  const blocking = blockingTrialPolicy(sources, { requirement: link.requirement, actor });
  if (base.kind === 'plan' && base.trialDays > 0 && blocking !== null) {
    const trialEndsAt = addDays(command.startAt ?? context.at, base.trialDays, command.timeZone);
    return addOnBlockedInTrial({ addOnKey, policy: blocking.key, level: blocking.level, trialEndsAt });
  }
  const quantity = orderedQuantity(addOn, { link, stated, terms: command });
  if (!quantity.ok) return quantity;
  const { requirement } = link;
  const linkVersionId = linkVersionIdOf(base, link);
  const priceIds = priceIdsAt(addOn, command);
  return accepted({ addOnKey, versionId: addOn.id, linkVersionId, priceIds, quantity: quantity.value, requirement, actor });
}
