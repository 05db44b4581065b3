import type { SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import { findFacts, loadTenantFacts, baseFacts, type FactSource, type TenantFacts } from './facts.ts';

/**
 * Adds the current policies of tenant and version to subscriptions, with two statements at most for any number of subscriptions: one
 * where `tenant` is known, none where its versions are in the cache too. A subscription whose version does not exist is returned
 * unchanged, so that one row cannot fail a list.
 */
export async function withInheritedPolicies(
  source: FactSource,
  subscriptions: readonly SubscriptionRecord[],
  tenant?: TenantFacts,
): Promise<readonly SubscriptionRecord[]> {
  if (subscriptions.length === 0) return [];
  const known = baseFacts(tenant ?? (await loadTenantFacts(source)));
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
