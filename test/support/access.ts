import type { ApiClient, CheckView, SubscriptionView } from './api-client.ts';

/** Checks access to a feature at the subscription's own time; answers whether it is allowed, and its limit. */
export const checkAccess = (
  api: ApiClient,
  subscription: Pick<SubscriptionView, 'id'> & { readonly customerId: string },
  featureKey: string,
): Promise<CheckView> =>
  api.post('/v1/entitlements/check', { customerId: subscription.customerId, subscriptionId: subscription.id, featureKey }, 200);
