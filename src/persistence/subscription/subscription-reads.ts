import type { SubscriptionReads, SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Database, TenantEntityManager } from '../database/database.ts';
import { translateError } from '../database/errors.ts';
import { orderedByPosition, pageByPosition, afterPosition } from '../database/paging.ts';
import { SubscriptionSchema, type SubscriptionRow } from '../schemas/subscription.schema.ts';
import { documentReads } from './document-reads.ts';
import { baseFacts, loadFacts, loadTenantFacts } from './facts.ts';
import { effectReads } from './effect-reads.ts';
import { findGrants } from './grant-reads.ts';
import { withInheritedPolicies } from './inherited-policies.ts';
import { withAddOns } from './subscription-add-ons.ts';
import { timelineReads } from './timeline-reads.ts';

/** Reads of subscriptions and of the results of their decisions. Each read is one transaction. */
export const subscriptionReads = (database: Database): SubscriptionReads => {
  const { versions } = database;
  const complete = async (
    em: TenantEntityManager,
    tenantId: TenantId,
    rows: readonly SubscriptionRow[],
  ): Promise<readonly SubscriptionRecord[]> => withInheritedPolicies({ em, tenantId, versions }, await withAddOns(em, rows));
  return {
    ...documentReads(database),
    ...timelineReads(database),
    ...effectReads(database),

    find: (tenantId, subscriptionId) =>
      database.inTenant(tenantId, async (em) => {
        const rows = await em.find(SubscriptionSchema, { tenantId, id: subscriptionId });
        const [subscription] = await complete(em, tenantId, rows);
        return subscription ?? null;
      }),

    list: (tenantId, { customerId, baseKey, status }, page) =>
      database.inTenant(tenantId, async (em) => {
        const where = {
          ...afterPosition(tenantId, page),
          ...(customerId === null ? {} : { customerId }),
          ...(baseKey === null ? {} : { planKey: baseKey }),
          ...(status === null ? {} : { status }),
        };
        const { data, next } = pageByPosition(
          await em.find(SubscriptionSchema, where, orderedByPosition(page)),
          page,
          (row) => row,
        );
        return { data: await complete(em, tenantId, data), next };
      }),

    loadFacts: (tenantId, known, queries) =>
      database.inTenant(tenantId, (em) => loadFacts({ em, tenantId, versions }, known, queries)),

    baseFacts: (tenantId) => database.inTenant(tenantId, async (em) => baseFacts(await loadTenantFacts({ em, tenantId }))),

    findGrants: (tenantId, filter, now) => database.inTenant(tenantId, (em) => findGrants(em, { tenantId, ...filter, now })),

    /** @throws DatabaseUnavailable if PostgreSQL does not answer. */
    async ping() {
      try {
        await database.orm.em.fork().execute('select 1');
      } catch (error) {
        throw translateError(error);
      }
    },
  };
};
