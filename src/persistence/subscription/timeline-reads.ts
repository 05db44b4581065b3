import type { TimelineReads } from '../../application/ports/subscriptions.ts';
import type { Database } from '../database/database.ts';
import { newestFirst, pageOf } from '../database/paging.ts';
import { fromDbDecision } from '../mapping/decision.mapping.ts';
import { DecisionSchema } from '../schemas/subscription.schema.ts';

export const timelineReads = (database: Database): TimelineReads => ({
  listTimeline: (tenantId, subscriptionId, { limit, after }) =>
    database.inTenant(tenantId, async (em) => {
      const where = { tenantId, subscriptionId, revision: newestFirst(after) };
      const rows = await em.find(DecisionSchema, where, { orderBy: { revision: 'desc' }, limit: limit + 1 });
      return pageOf(rows, { limit, position: ({ revision }) => revision, convert: fromDbDecision });
    }),
});
