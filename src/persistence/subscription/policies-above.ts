import type { SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import { findFacts, loadTenantFacts, baseFacts, type FactSource } from './facts.ts';

/**
 * Subscriptions with the current policies of their tenant and versions: one statement for the tenant's policies, one at most for
 * those of the versions, whatever the number of subscriptions. A subscription whose version cannot be found is returned as it was
 * written: a read decides nothing, and one row must not fail a list.
 */
export async function withPoliciesAbove(
  source: FactSource,
  subscriptions: readonly SubscriptionRecord[],
): Promise<readonly SubscriptionRecord[]> {
  if (subscriptions.length === 0) return [];
  const known = baseFacts(await loadTenantFacts(source));
  const ids = new Set(subscriptions.map(({ state }) => state.terms.base.versionId));
  const { versions, tenantPolicies } = await findFacts(
    source,
    known,
    [...ids].map((id) => ({ kind: 'version', id })),
  );
  return subscriptions.map((subscription) => {
    const plan = versions[subscription.state.terms.base.versionId]?.policies;
    return plan === undefined ? subscription : { ...subscription, above: { plan, tenant: tenantPolicies } };
  });
}
