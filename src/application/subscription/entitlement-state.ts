import { type EntitlementSource, mergeEntitlements, type MergedEntitlement } from '../../domain/entitlement/merge.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { catchUp, ownTime } from './current.ts';
import type { GrantRecord, SubscriptionReads, SubscriptionRecord } from '../ports/subscriptions.ts';

/** The grants of a subscription as its up-to-date record tells them, seen from its own time. @rule 4-15 */
export function sourcesOf(record: SubscriptionRecord, now: Instant): readonly EntitlementSource[] {
  const { state, id } = record;
  if (state.phase === 'ended') return [];
  const at = ownTime(record, now);
  return state.grants.map((grant) => ({ grant, subscriptionId: id, at }));
}

/**
 * The merged entitlements of a customer, true at `now` even while timers are late: what is overdue is advanced in memory and
 * counts instead of what was written for it.
 * @rule 4-14
 */
export async function customerEntitlements(
  reads: SubscriptionReads,
  tenantId: string,
  asked: {
    readonly customerId: string;
    readonly subscriptionId: string | null;
    readonly featureKey: string | null;
    readonly now: Instant;
  },
): Promise<readonly MergedEntitlement[]> {
  const { now, ...filter } = asked;
  const { grants, overdue } = await reads.findGrants(tenantId, filter, now);
  const late = new Set(overdue.map(({ id }) => id));
  const current = await Promise.all(overdue.map((record) => catchUp(reads, tenantId, { record, now })));
  const sources = [
    ...grants.filter(({ subscriptionId }) => !late.has(subscriptionId)).map((record) => sourceOf(record, now)),
    ...current.flatMap((record) => sourcesOf(record, now)),
  ];
  return mergeEntitlements(sources.filter(({ grant }) => asked.featureKey === null || grant.featureKey === asked.featureKey));
}

const sourceOf = ({ grant, subscriptionId, clock, at }: GrantRecord, now: Instant): EntitlementSource => ({
  grant,
  subscriptionId,
  at: clock === 'wall' ? now : at,
});
