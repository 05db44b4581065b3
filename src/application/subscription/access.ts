import { checkEntitlement, type EntitlementCheck } from '../../domain/entitlement/check.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import { type EntitlementSource, mergeEntitlements, type MergedEntitlement } from '../../domain/entitlement/merge.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { notFound } from '../../domain/refusals/catalogue.ts';
import { subscriptionNotFound } from '../../domain/refusals/subscriptions.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { CatalogueReads } from '../ports/catalogue.ts';
import type { GrantFilter, GrantRecord, SubscriptionReads, SubscriptionRecord } from '../ports/subscriptions.ts';
import { catchUp, findCurrent, ownTime } from './current.ts';

/** The entitlements of a subscription at its own time. */
export interface SubscriptionAccess {
  readonly at: Instant;
  readonly entitlements: readonly MergedEntitlement[];
}

/** The current entitlements of a subscription. Refuses `subscription_not_found`. */
export async function subscriptionAccess(
  reads: SubscriptionReads,
  tenantId: TenantId,
  asked: { readonly subscriptionId: SubscriptionId; readonly now: Instant },
): Promise<Result<SubscriptionAccess>> {
  const current = await findCurrent(reads, tenantId, asked);
  if (!current.ok) return current;
  return accepted({
    at: ownTime(current.value, asked.now),
    entitlements: mergeEntitlements(sourcesOf(current.value, asked.now)),
  });
}

export interface AccessQuestion extends GrantFilter {
  /** The id or key of the customer. */
  readonly customerId: string;
  readonly featureKey: string;
  /** The quantity about to be used; null for any. */
  readonly quantity: string | null;
  readonly now: Instant;
}

/** Whether the feature may be used, and the entitlement behind the answer; undefined if nothing grants the feature. */
export interface AccessAnswer {
  readonly check: EntitlementCheck;
  readonly entitlement: MergedEntitlement | undefined;
}

/**
 * Whether a customer may use a feature now, through any or one of its subscriptions. Refuses `not_found` for the customer or the
 * feature, and `subscription_not_found` for a subscription of another customer.
 * @rule 4-14
 */
export async function checkAccess(
  { catalogue, subscriptions }: { readonly catalogue: CatalogueReads; readonly subscriptions: SubscriptionReads },
  tenantId: TenantId,
  { customerId: named, featureKey, subscriptionId, quantity, now }: AccessQuestion,
): Promise<Result<AccessAnswer>> {
  const [customer, feature, subscription] = await Promise.all([
    catalogue.findCustomer(tenantId, named),
    catalogue.findFeature(tenantId, featureKey),
    subscriptionId === null ? null : subscriptions.find(tenantId, subscriptionId),
  ]);
  if (customer === null) return notFound({ kind: 'customer', name: named });
  if (feature === null) return notFound({ kind: 'feature', name: featureKey });
  const { id: customerId } = customer;
  if (subscriptionId !== null && subscription?.state.terms.customerId !== customerId)
    return subscriptionNotFound({ subscriptionId });
  const sources = await customerSources(subscriptions, tenantId, { customerId, subscriptionId, featureKey, now });
  const [entitlement] = mergeEntitlements(sources.filter(({ grant }) => grant.featureKey === featureKey));
  return accepted({ check: checkEntitlement(entitlement, quantity), entitlement });
}

/** The grants of an up-to-date subscription at its own time. @rule 4-15 */
function sourcesOf(record: SubscriptionRecord, now: Instant): readonly EntitlementSource[] {
  const { state, id } = record;
  if (state.stage === 'over') return [];
  const at = ownTime(record, now);
  return state.grants.map((grant) => ({ grant, subscriptionId: id, at }));
}

/**
 * The sources of a customer's access at `now`, even while timers are late: overdue subscriptions are advanced in memory and replace
 * their stored grants.
 */
async function customerSources(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { now, ...filter }: GrantFilter & { readonly now: Instant },
): Promise<readonly EntitlementSource[]> {
  const { grants, overdue } = await reads.findGrants(tenantId, filter, now);
  const late = new Set(overdue.map(({ id }) => id));
  const current = await Promise.all(overdue.map((record) => catchUp(reads, tenantId, { record, now })));
  return [
    ...grants.filter(({ subscriptionId }) => !late.has(subscriptionId)).map((record) => sourceOf(record, now)),
    ...current.flatMap((record) => sourcesOf(record, now)),
  ];
}

const sourceOf = ({ grant, subscriptionId, clock, at }: GrantRecord, now: Instant): EntitlementSource => ({
  grant,
  subscriptionId,
  at: clock === 'wall' ? now : at,
});
