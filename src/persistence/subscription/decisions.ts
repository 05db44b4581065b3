import type { DecisionTransaction, DecisionUnit, LoadedSubscription } from '../../application/ports/decisions.ts';
import type { Outcome } from '../../contracts/messages.ts';
import { invariant } from '../../domain/invariant.ts';
import { initial } from '../../domain/subscription/model/state.ts';
import type { Database, TenantTransaction } from '../database/database.ts';
import { loadFacts, loadTenantFacts, baseFacts, type TenantFacts } from './facts.ts';
import { upcastState } from '../mapping/upcast.ts';
import { toDbDecision } from '../mapping/decision.mapping.ts';

/**
 * Runs the work of one decision in one transaction on an EntityManager of its own. A subscription that is being decided
 * elsewhere is waited for, 3 s at most; then DatabaseUnavailable is thrown, as for every fault of the infrastructure.
 */
export const decisionTransaction =
  (database: Database): DecisionTransaction =>
  (tenantId, work) =>
    database.inTenant(tenantId, (em) => work(decisionUnit({ em, tenantId, versions: database.versions })));

function decisionUnit(source: TenantTransaction): DecisionUnit {
  const { em, tenantId } = source;
  let tenant: TenantFacts | undefined;
  return {
    async load(subscriptionId, { origin, requestId }) {
      const [row] = await em.execute<LockedRow[]>('select * from annex_lock_subscription(?, ?, ?, ?)', [
        tenantId,
        subscriptionId,
        requestId,
        origin,
      ]);
      invariant(row, `there is no tenant ${tenantId}`);
      tenant = { policies: row.policies, edition: row.edition };
      return fromDbLocked(row);
    },
    async baseFacts() {
      tenant ??= await loadTenantFacts(source);
      return baseFacts(tenant);
    },
    loadFacts: (known, queries) => loadFacts({ ...source, onSale: 'held' }, known, queries),
    async save(decision) {
      await em.execute('select annex_write_decision(?::jsonb)', [JSON.stringify(toDbDecision(tenantId, decision))]);
    },
    async markStuck({ subscriptionId, requestId, dueAt, incidentId }) {
      await em.execute(markStuck, [dueAt, requestId, incidentId, tenantId, subscriptionId]);
    },
  };
}

/** The mark holds at the revision at which it was made: with the next decision it is over. `since` is that of the first failure. */
const markStuck = `
  update subscription set stuck = jsonb_build_object(
    'revision', revision, 'dueAt', ?::text, 'requestId', ?::text, 'incidentId', ?::text, 'since',
    coalesce(case when (stuck ->> 'revision')::integer = revision then stuck ->> 'since' end,
      to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  where tenant_id = ? and id = ?`;

/** What annex_lock_subscription gives; the columns of the subscription are null where there is none. */
interface LockedRow {
  readonly policies: TenantFacts['policies'];
  readonly edition: number;
  readonly revision: number | null;
  readonly state: unknown;
  readonly stateVersion: number;
  readonly requestHash: string | null;
  readonly outcome: Outcome | null;
}

function fromDbLocked({ revision, state, stateVersion, requestHash, outcome }: LockedRow): LoadedSubscription {
  if (revision === null) return { state: initial, revision: 0, decided: null };
  return {
    state: upcastState(stateVersion, state),
    revision,
    decided: requestHash === null || outcome === null ? null : { requestHash, outcome },
  };
}
