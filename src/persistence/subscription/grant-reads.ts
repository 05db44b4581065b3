import type { GrantFilter, GrantRecord, SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import { earlierOf, type Instant } from '../../domain/time/instant.ts';
import type { TenantEntityManager } from '../database/database.ts';
import { fromDbGrant } from '../mapping/subscription.mapping.ts';
import { GrantSchema, SubscriptionSchema } from '../schemas/subscription.schema.ts';
import { withAddOns } from './subscription-add-ons.ts';

/**
 * The grants of a customer that have not ended: now if the subscription runs in real time, at its own time in a sandbox. Also the
 * customer's overdue subscriptions in real time.
 */
export async function findGrants(
  em: TenantEntityManager,
  {
    tenantId,
    customerId,
    subscriptionId,
    featureKey,
    now,
  }: GrantFilter & { readonly tenantId: TenantId; readonly now: Instant },
): Promise<{ readonly grants: readonly GrantRecord[]; readonly overdue: readonly SubscriptionRecord[] }> {
  const heads = await em.find(
    SubscriptionSchema,
    { tenantId, customerId, ...(subscriptionId === null ? {} : { id: subscriptionId }) },
    { fields: ['id', 'clock', 'at', 'nextWakeAt'] },
  );
  const times = new Map(
    heads.map(({ id, clock, at, nextWakeAt }) => [id, { clock, at, nextWakeAt, ownNow: clock === 'wall' ? now : at }]),
  );
  const earliest = [...times.values()].reduce((least, { ownNow }) => earlierOf(least, ownNow), now);
  const rows = await em.find(GrantSchema, {
    tenantId,
    customerId,
    ...(subscriptionId === null ? {} : { subscriptionId }),
    ...(featureKey === null ? {} : { featureKey }),
    $or: [{ endsAt: null }, { endsAt: { $gt: earliest } }],
  });
  const grants = rows.flatMap((row) => {
    const time = times.get(row.subscriptionId);
    if (time === undefined || (row.endsAt !== null && row.endsAt <= time.ownNow)) return [];
    const { clock, at, nextWakeAt } = time;
    return [{ grant: fromDbGrant(row), subscriptionId: row.subscriptionId, clock, at, nextWakeAt }];
  });
  const late = heads.filter(({ clock, nextWakeAt }) => clock === 'wall' && nextWakeAt !== null && nextWakeAt <= now);
  return {
    grants,
    overdue: await loadAll(
      em,
      tenantId,
      late.map(({ id }) => id),
    ),
  };
}

async function loadAll(
  em: TenantEntityManager,
  tenantId: TenantId,
  ids: readonly SubscriptionId[],
): Promise<readonly SubscriptionRecord[]> {
  if (ids.length === 0) return [];
  return withAddOns(em, await em.find(SubscriptionSchema, { tenantId, id: { $in: [...ids] } }, { refresh: true }));
}
