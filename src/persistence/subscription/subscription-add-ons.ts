import type { SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import type { TenantEntityManager } from '../database/database.ts';
import { fromDbSubscription } from '../mapping/subscription.mapping.ts';
import { SubscriptionAddOnSchema, type SubscriptionRow } from '../schemas/subscription.schema.ts';

/** Subscriptions with their add-ons, in the order of the rows. */
export async function withAddOns(
  em: TenantEntityManager,
  rows: readonly SubscriptionRow[],
): Promise<readonly SubscriptionRecord[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const addOns = await em.find(
    SubscriptionAddOnSchema,
    { tenantId: first.tenantId, subscriptionId: { $in: rows.map(({ id }) => id) } },
    { orderBy: { startedAt: 'asc', id: 'asc' } },
  );
  const bySubscription = Map.groupBy(addOns, ({ subscriptionId }) => subscriptionId);
  return rows.map((row) => fromDbSubscription(row, bySubscription.get(row.id) ?? []));
}
