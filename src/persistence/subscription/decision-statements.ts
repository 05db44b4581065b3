import type { DecisionRecord, LoadedSubscription, RequestName, StuckMark } from '../../application/ports/decisions.ts';
import type { Outcome } from '../../contracts/messages.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import { initial } from '../../domain/subscription/model/state.ts';
import type { Statement } from '../database/pipelined-pool.ts';
import { toDbDecisions } from '../mapping/decision.mapping.ts';
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

/** A locked row with the place of its request, from 1. */
export interface PlacedRow extends LockedRow {
  readonly place: number;
}

/**
 * Locks those of several subscriptions that no other transaction holds, without waiting, and reads them. A subscription that does not
 * exist is locked by its id. No subscription may be wanted twice.
 */
export const lockSubscriptions = (tenantId: TenantId, wanted: readonly Wanted[]): Statement => ({
  name: 'annex_lock_subscriptions',
  text: 'select * from annex_lock_subscriptions($1, $2, $3, $4)',
  values: [
    tenantId,
    wanted.map(({ subscriptionId }) => subscriptionId),
    wanted.map(({ requestId }) => requestId),
    wanted.map(({ origin }) => origin),
  ],
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

/** Writes all rows of several decisions of a tenant. */
export const writeDecisions = (tenantId: TenantId, decisions: readonly DecisionRecord[]): Statement => ({
  name: 'annex_write_decisions',
  text: 'select annex_write_decisions($1, $2::jsonb)',
  values: [tenantId, JSON.stringify(toDbDecisions(tenantId, decisions))],
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
