import { calendarOf } from '../../domain/subscription/calendar/periods.ts';
import type { PendingChange } from '../../domain/subscription/model/pending-change.ts';
import type { Terms } from '../../domain/subscription/model/state.ts';
import { indexContaining, periodAt } from '../../domain/time/billing-calendar.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Period } from '../../domain/time/period.ts';
import type { Page, PageRequest } from '../ports/paging.ts';
import type { SubscriptionRecord } from '../ports/subscriptions.ts';
import { ownTime } from './current.ts';

// Fields of a subscription that are derived from its up-to-date record and not stored.

/** A period of a subscription, counted from 1. */
export type NumberedPeriod = Period & { readonly number: number };

/** The period at `now`; null before the start. A stuck subscription stays in its last period. */
export function currentPeriod(record: SubscriptionRecord, now: Instant): NumberedPeriod | null {
  const { state, stuck } = record;
  const { terms, period } = state;
  return period === null ? null : periodOf(terms, period, stuck === null ? ownTime(record, now) : state.at);
}

/** If nothing recurs, no event begins periods, so the period of an instant is counted from the anchor. */
function periodOf(terms: Terms, period: NumberedPeriod, at: Instant): NumberedPeriod {
  if (at < period.end) return { start: period.start, end: period.end, number: period.number };
  const calendar = calendarOf(terms);
  const index = indexContaining(calendar, at);
  return { ...periodAt(calendar, index), number: index + 1 };
}

/** The scheduled changes in the order of the numbers in their ids. */
export const pendingOf = ({ state }: SubscriptionRecord): readonly PendingChange[] =>
  state.stage === 'live' ? state.pending : [];

/** A page of the pending changes, which are part of the state. */
export function pendingPage(record: SubscriptionRecord, { limit, after }: PageRequest): Page<PendingChange> {
  const rest = pendingOf(record).filter(({ id }) => numberOf(id) > (after ?? 0));
  const data = rest.slice(0, limit);
  const last = rest.length > limit ? data.at(-1) : undefined;
  return { data, next: last === undefined ? null : numberOf(last.id) };
}

/** Ids inside a subscription end in a counter: `chg_…_3`. */
const numberOf = (changeId: string): number => Number(changeId.slice(changeId.lastIndexOf('_') + 1));

/** The past or future end of a canceled subscription; otherwise null. */
export function cancelAt(record: SubscriptionRecord): Instant | null {
  const { state } = record;
  if (state.stage === 'over') return state.ending === 'canceled' ? state.endedAt : null;
  return pendingOf(record).find(({ type }) => type === 'cancel')?.effectiveAt ?? null;
}
