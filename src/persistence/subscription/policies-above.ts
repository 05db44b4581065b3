import type { SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import { findFacts, loadTenantFacts, baseFacts, type FactSource } from './facts.ts';

/**
 * Subscriptions with the policies that stand above theirs now: one statement for the tenant's, one at most for those of the versions
 * that were bought, whatever the number of subscriptions. One whose version cannot be found is read all the same, as it was written: a read has nothing to
 * decide, and a list is not refused for one of its rows.
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
