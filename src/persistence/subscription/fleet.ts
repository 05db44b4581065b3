import type { FleetMember, FleetReads, StuckMember } from '../../application/ports/fleet.ts';
import { toSubscriptionId, toTenantId } from '../../domain/ids.ts';
import type { Database } from '../database/database.ts';
import { translateError } from '../database/errors.ts';
import { upcastState } from '../mapping/upcast.ts';
import { SubscriptionSchema } from '../schemas/subscription.schema.ts';

export const fleetReads = (database: Database): FleetReads => ({
  async *overdue(upTo, batchSize) {
    let last = { nextWakeAt: '-infinity', tenantId: '', id: '' };
    for (;;) {
      const batch = await select<FleetMember & { readonly nextWakeAt: string }>(
        database,
        `select "tenantId", id, "nextWakeAt"::text from annex_list_overdue(?, ?, ?, ?, ?)`,
        [upTo, last.nextWakeAt, last.tenantId, last.id, batchSize],
      );
      if (batch.length > 0) yield batch;
      last = batch.at(-1) ?? last;
      if (batch.length < batchSize) return;
    }
  },

  async *running(batchSize) {
    let last: FleetMember = { tenantId: toTenantId(''), id: toSubscriptionId('') };
    for (;;) {
      const batch = await select<FleetMember>(database, `select "tenantId", id from annex_list_running(?, ?, ?)`, [
        last.tenantId,
        last.id,
        batchSize,
      ]);
      if (batch.length > 0) yield batch;
      last = batch.at(-1) ?? last;
      if (batch.length < batchSize) return;
    }
  },

  stuck: (atMost) => select<StuckMember>(database, 'select "tenantId", id, stuck from annex_list_stuck(?)', [atMost]),

  find: (tenantId, ids) =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(SubscriptionSchema, { tenantId, id: { $in: [...ids] } });
      return rows.map(({ id, revision, state, stateVersion }) => ({ id, revision, state: upcastState(stateVersion, state) }));
    }),
});

async function select<T>(database: Database, sql: string, values: readonly unknown[]): Promise<readonly T[]> {
  try {
    return await database.orm.em.fork().execute<T[]>(sql, [...values]);
  } catch (error) {
    throw translateError(error);
  }
}
