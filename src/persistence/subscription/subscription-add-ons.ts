import type { TenantEntityManager } from '../database/database.ts';
import { fromDbSubscription, type StoredSubscription } from '../mapping/subscription.mapping.ts';
import { SubscriptionAddOnSchema, type SubscriptionRow } from '../schemas/subscription.schema.ts';

/** Subscriptions with their add-ons, in the order of the rows. */
export async function withAddOns(
  em: TenantEntityManager,
  rows: readonly SubscriptionRow[],
): Promise<readonly StoredSubscription[]> {
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
