import type { DecisionRecord, LoadedSubscription, RequestName, StuckMark } from '../../application/ports/decisions.ts';
import type { Outcome } from '../../contracts/messages.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import { initial } from '../../domain/subscription/model/state.ts';
import type { Statement } from '../database/pipelined-pool.ts';
import { toDbDecision } from '../mapping/decision.mapping.ts';
import { upcastState } from '../mapping/upcast.ts';
import type { TenantFacts } from './facts.ts';

// The statements of the hot path. Each has a name, so that a connection parses and plans it once.

/** A request for a subscription, which is loaded and locked. */
export interface Wanted extends RequestName {
  readonly subscriptionId: SubscriptionId;
}

/** The result of annex_lock_subscription; the columns of the subscription are null if it does not exist. */
export interface LockedRow extends TenantFacts {
  readonly revision: number | null;
  readonly state: unknown;
  readonly stateVersion: number;
  readonly requestHash: string | null;
  readonly outcome: Outcome | null;
}

/** Locks a subscription, waits for it if need be, and reads it with the outcome that is stored for the request. */
export const lockSubscription = (tenantId: TenantId, { subscriptionId, requestId, origin }: Wanted): Statement => ({
  name: 'annex_lock_subscription',
  text: 'select * from annex_lock_subscription($1, $2, $3, $4)',
  values: [tenantId, subscriptionId, requestId, origin],
});

/** The subscription of a locked row, as a decision finds it. */
export function fromDbLocked({ revision, state, stateVersion, requestHash, outcome }: LockedRow): LoadedSubscription {
  if (revision === null) return { state: initial, revision: 0, decided: null };
  return {
    state: upcastState(stateVersion, state),
    revision,
    decided: requestHash === null || outcome === null ? null : { requestHash, outcome },
  };
}

/** Writes all rows of a decision. */
export const writeDecision = (tenantId: TenantId, decision: DecisionRecord): Statement => ({
  name: 'annex_write_decision',
  text: 'select annex_write_decision($1::jsonb)',
  values: [JSON.stringify(toDbDecision(tenantId, decision))],
});

/** The mark is valid at its revision, until the next decision. `since` is the instant of the first failure. */
export const writeStuckMark = (tenantId: TenantId, { subscriptionId, requestId, dueAt, incidentId }: StuckMark): Statement => ({
  text: `
  update subscription set stuck = jsonb_build_object(
    'revision', revision, 'dueAt', $1::text, 'requestId', $2::text, 'incidentId', $3::text, 'since',
    coalesce(case when (stuck ->> 'revision')::integer = revision then stuck ->> 'since' end,
      to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  where tenant_id = $4 and id = $5`,
  values: [dueAt, requestId, incidentId, tenantId, subscriptionId],
});
