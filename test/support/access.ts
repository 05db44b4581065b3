import type { ApiClient, CheckView, SubscriptionView } from './api-client.ts';

/** Whether a subscription gives access to a feature at its own time, and up to which limit. */
export const checkAccess = (
  api: ApiClient,
  subscription: Pick<SubscriptionView, 'id'> & { readonly customerId: string },
  featureKey: string,
): Promise<CheckView> =>
  api.post('/v1/entitlements/check', { customerId: subscription.customerId, subscriptionId: subscription.id, featureKey }, 200);
