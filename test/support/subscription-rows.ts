import type { OwnerSession } from './owner-session.ts';

/** A row of `decision`. */
export interface DecisionRow {
  readonly revision: number;
  readonly did: string;
  readonly requestId: string;
  readonly at: string;
}

/** The stored decisions of one subscription and what they wrote, each list in the order of the revisions. */
export interface SubscriptionRows {
  readonly decisions: readonly DecisionRow[];
  readonly invoices: readonly { readonly revision: number; readonly effectiveAt: string; readonly total: string }[];
  readonly grants: readonly { readonly featureKey: string; readonly startsAt: string; readonly quantity: string }[];
  readonly outbox: readonly number[];
}

/** Reads the rows of a subscription as the owner of the tables. */
export async function readSubscriptionRows(owner: OwnerSession, subscriptionId: string): Promise<SubscriptionRows> {
  const rows = <T extends object>(sql: string): Promise<readonly T[]> => owner.query<T>(sql, [subscriptionId]);
  const [decisions, invoices, grants, outbox] = await Promise.all([
    rows<DecisionRow>(
      `select revision, did, request_id as "requestId", ${instant('at')} as at from decision where subscription_id = ? order by revision`,
    ),
    rows<SubscriptionRows['invoices'][number]>(
      `select revision, ${instant('effective_at')} as "effectiveAt", total::text from invoice where subscription_id = ? order by sequence`,
    ),
    rows<SubscriptionRows['grants'][number]>(
      `select feature_key as "featureKey", ${instant('starts_at')} as "startsAt", quantity::text
       from access_grant where subscription_id = ? order by starts_at, id`,
    ),
    rows<{ readonly revision: number }>('select revision from outbox where subscription_id = ? order by revision'),
  ]);
  return { decisions, invoices, grants, outbox: outbox.map(({ revision }) => revision) };
}

/** The numbers from 1 to `last`: revisions without a gap. */
export const numbersUpTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
