import type { DecisionTransaction, DecisionUnit, LoadedSubscription } from '../../application/ports/decisions.ts';
import type { Outcome } from '../../contracts/messages.ts';
import { invariant } from '../../domain/invariant.ts';
import { initial } from '../../domain/subscription/model/state.ts';
import type { Database, TenantTransaction } from '../database/database.ts';
import { loadFacts, loadTenantFacts, baseFacts, type TenantFacts } from './facts.ts';
import { upcastState } from '../mapping/upcast.ts';
import { toDbDecision } from '../mapping/decision.mapping.ts';

/**
 * Runs the work of one decision in one transaction on its own EntityManager. Waits at most 3 s for another decision on the same
 * subscription, then throws DatabaseUnavailable, as for every infrastructure error.
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

/** The mark is valid at its revision, until the next decision. `since` is the instant of the first failure. */
const markStuck = `
  update subscription set stuck = jsonb_build_object(
    'revision', revision, 'dueAt', ?::text, 'requestId', ?::text, 'incidentId', ?::text, 'since',
    coalesce(case when (stuck ->> 'revision')::integer = revision then stuck ->> 'since' end,
      to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  where tenant_id = ? and id = ?`;

/** The result of annex_lock_subscription; the columns of the subscription are null if it does not exist. */
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
