import { loadFacts, loadTenantFacts, noFactsBut, type FactSource } from './facts.ts';
import type { StoredSubscription } from './mapping/subscription.mapping.ts';

/**
 * Subscriptions with the policies that stand above theirs now: one statement for the tenant's, one at most for those of the versions
 * that were bought, whatever the number of subscriptions.
 */
export async function withPoliciesAbove(
  source: FactSource,
  subscriptions: readonly StoredSubscription[],
): Promise<readonly StoredSubscription[]> {
  if (subscriptions.length === 0) return [];
  const known = noFactsBut(await loadTenantFacts(source));
  const ids = new Set(subscriptions.map(({ state }) => state.terms.base.versionId));
  const { versions, tenantPolicies } = await loadFacts(
    source,
    known,
    [...ids].map((id) => ({ kind: 'version', id })),
  );
  return subscriptions.map((subscription) => ({
    ...subscription,
    above: { plan: versions[subscription.state.terms.base.versionId]?.policies ?? {}, tenant: tenantPolicies },
  }));
}
