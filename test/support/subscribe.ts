import type { ApiClient, InvoiceView, ListOf, SubscriptionView } from './api-client.ts';
import { createCustomer } from './gym.ts';
import { monthly } from './builders/price-bodies.ts';

/** Creates a customer and a monthly subscription to `basic` in USD; `order` overrides the fields. */
export const subscribe = async (api: ApiClient, order: object = {}): Promise<SubscriptionView> =>
  api.post('/v1/subscriptions', {
    customerId: await createCustomer(api),
    planKey: 'basic',
    cadence: monthly,
    currency: 'USD',
    ...order,
  });

export const readSubscription = (api: ApiClient, id: string): Promise<SubscriptionView> => api.get(`/v1/subscriptions/${id}`);

/** The invoices of a subscription, oldest first. */
export const invoicesOf = async (api: ApiClient, id: string): Promise<readonly InvoiceView[]> =>
  (await api.get<ListOf<InvoiceView>>(`/v1/subscriptions/${id}/invoices?limit=100`)).data.toSorted((one, other) =>
    one.number < other.number ? -1 : 1,
  );

/** Advances a sandbox clock. */
export const advanceTo = (api: ApiClient, id: string, to: string): Promise<unknown> =>
  api.post(`/v1/subscriptions/${id}/clock/advance`, { to }, 200);

/** The last attachment of an add-on. @throws if there is none */
export function attachmentOf(
  { addOns }: Pick<SubscriptionView, 'addOns'>,
  addOnKey: string,
): SubscriptionView['addOns'][number] {
  const found = addOns.findLast((addOn) => addOn.addOnKey === addOnKey);
  if (found === undefined) throw new Error(`${addOnKey} is not attached`);
  return found;
}
