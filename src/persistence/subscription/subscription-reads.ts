import type { SubscriptionFilter, SubscriptionRecord, TimelineEntry } from '../../application/ports/subscriptions.ts';
import type { Page, PageRequest } from '../../application/ports/paging.ts';
import type { FactQuery, Facts } from '../../domain/subscription/model/facts.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Database } from '../database/database.ts';
import { documentReads } from './document-reads.ts';
import { translateError } from '../database/errors.ts';
import { loadFacts, loadTenantFacts, baseFacts } from './facts.ts';
import { findGrants } from './grant-reads.ts';
import { upcastCommand, upcastEvents } from '../mapping/upcast.ts';
import { withPoliciesAbove } from './policies-above.ts';
import { newestFirst, pageOf } from '../database/paging.ts';
import { DecisionSchema, SubscriptionSchema } from '../schemas/subscription.schema.ts';
import { withAddOns } from './subscription-add-ons.ts';

/** Reads of subscriptions and of what their decisions left behind. Each read is one transaction. */
export const subscriptionReads = (database: Database) => ({
  ...documentReads(database),

  find: (tenantId: string, subscriptionId: string): Promise<SubscriptionRecord | null> =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(SubscriptionSchema, { tenantId, id: subscriptionId });
      const source = { em, tenantId, versions: database.versions };
      const [subscription] = await withPoliciesAbove(source, await withAddOns(em, rows));
      return subscription ?? null;
    }),

  /** In the order of creation. */
  list: (
    tenantId: string,
    { customerId, planKey, status }: SubscriptionFilter,
    { limit, after }: PageRequest,
  ): Promise<Page<SubscriptionRecord>> =>
    database.inTenant(tenantId, async (em) => {
      const where = {
        tenantId,
        position: { $gt: after ?? 0 },
        ...(customerId === null ? {} : { customerId }),
        ...(planKey === null ? {} : { planKey }),
        ...(status === null ? {} : { status }),
      };
      const rows = await em.find(SubscriptionSchema, where, { orderBy: { position: 'asc' }, limit: limit + 1 });
      const source = { em, tenantId, versions: database.versions };
      const subscriptions = await withPoliciesAbove(source, await withAddOns(em, rows));
      const page = pageOf(rows, { limit, position: (row) => row.position, convert: ({ id }) => id });
      return { data: subscriptions.slice(0, limit), next: page.next };
    }),

  /** The known facts with the asked ones added. */
  loadFacts: (tenantId: string, known: Facts, queries: readonly FactQuery[]): Promise<Facts> =>
    database.inTenant(tenantId, (em) => loadFacts({ em, tenantId, versions: database.versions }, known, queries)),

  baseFacts: (tenantId: string): Promise<Facts> =>
    database.inTenant(tenantId, async (em) => baseFacts(await loadTenantFacts({ em, tenantId }))),

  /** Newest first. */
  listTimeline: (tenantId: string, subscriptionId: string, { limit, after }: PageRequest): Promise<Page<TimelineEntry>> =>
    database.inTenant(tenantId, async (em) => {
      const revision = newestFirst(after);
      const where = { tenantId, subscriptionId, revision };
      const rows = await em.find(DecisionSchema, where, { orderBy: { revision: 'desc' }, limit: limit + 1 });
      return pageOf(rows, {
        limit,
        position: (row) => row.revision,
        convert: (row) => ({
          revision: row.revision,
          at: row.at,
          did: row.did,
          actor: row.actor,
          requestId: row.requestId,
          command: row.commandVersion === null ? null : upcastCommand(row.commandVersion, row.command),
          due: row.due ?? null,
          decidedAt: row.decidedAt,
          summary: row.summary,
          events: upcastEvents(row.eventsVersion, row.events),
        }),
      });
    }),

  findGrants: (
    tenantId: string,
    filter: { readonly customerId: string; readonly subscriptionId: string | null; readonly featureKey: string | null },
    now: Instant,
  ) => database.inTenant(tenantId, (em) => findGrants(em, { tenantId, ...filter, now })),

  /** Whether PostgreSQL answers; throws DatabaseUnavailable where it does not. */
  async ping(): Promise<void> {
    try {
      await database.orm.em.fork().execute('select 1');
    } catch (error) {
      throw translateError(error);
    }
  },
});
