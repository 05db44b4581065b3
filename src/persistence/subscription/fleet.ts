import type { EndedSubscription, LiveSubscription } from '../../domain/subscription/model/state.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Database } from '../database/database.ts';
import { translateError } from '../database/errors.ts';
import { upcastState } from '../mapping/upcast.ts';
import { type StuckColumn, SubscriptionSchema } from '../schemas/subscription.schema.ts';

/** A subscription of any tenant, by its ids. */
export interface FleetMember {
  readonly tenantId: string;
  readonly id: string;
}

/** A stuck subscription: something is due and fails. */
export interface StuckMember extends FleetMember {
  readonly stuck: StuckColumn;
}

/** The current state of a subscription for a new workflow. */
export interface StoredStand {
  readonly id: string;
  readonly revision: number;
  readonly state: LiveSubscription | EndedSubscription;
}

/** Reads over the subscriptions of all tenants, a batch at a time. */
export const fleetReads = (database: Database) => ({
  /** The subscriptions in real time whose wake was due by an instant, the longest overdue first. */
  async *overdue(upTo: Instant, batchSize: number): AsyncGenerator<readonly FleetMember[]> {
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

  /** Every subscription that has not ended. */
  async *running(batchSize: number): AsyncGenerator<readonly FleetMember[]> {
    let last: FleetMember = { tenantId: '', id: '' };
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

  /** A limited number of stuck subscriptions. */
  stuck: (atMost: number): Promise<readonly StuckMember[]> =>
    select<StuckMember>(database, 'select "tenantId", id, stuck from annex_list_stuck(?)', [atMost]),

  /** The stored state of these subscriptions of one tenant. */
  find: (tenantId: string, ids: readonly string[]): Promise<readonly StoredStand[]> =>
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
