import type { InvoiceReason } from '../../billing/invoice.ts';
import { startOfNextLocalDay } from '../../time/local-date.ts';
import { type Instant, laterOf } from '../../time/instant.ts';
import { nextId } from '../model/ids.ts';
import { textsAtIssue } from './line-texts.ts';
import { awaitsRenewal, runningPeriod } from '../calendar/periods.ts';
import type { NewEvent } from '../model/events.ts';
import type { Situation } from '../model/situation.ts';
import type { LiveSubscription, UnbilledLine } from '../model/state.ts';

/**
 * When a line that may be billed from `issueAt` on is invoiced (semantics row 37). With `consolidate = day` it waits for the last
 * instant of its local day at which, as known now, something else is billed; if that is canceled, it is due at once. Otherwise it is
 * due at `issueAt`.
 * @rule 2-16
 */
export function invoiceInstant(state: LiveSubscription, issueAt: Instant): Instant {
  if (state.terms.policies.consolidate !== 'day') return issueAt;
  const dayEnd = startOfNextLocalDay(issueAt, state.terms.timeZone);
  const last = billingInstants(state)
    .filter((due) => due > issueAt && due < dayEnd)
    .reduce(laterOf, issueAt);
  return laterOf(last, state.at);
}

/** The instants at which something will be billed, as known now. */
function billingInstants(state: LiveSubscription): readonly Instant[] {
  const { period, pending, unbilled } = state;
  return [
    ...(period && awaitsRenewal(state) ? [period.end] : []),
    ...pending.flatMap((change) => (change.type === 'removeAddOn' ? [] : [change.effectiveAt])),
    ...unbilled.map(({ issueAt }) => issueAt),
  ];
}

/** Issues an invoice for all lines that are due; with `consolidate = never` one for the base and each attachment (semantics row 37). */
export function issueInvoices({ state, facts }: Situation, at: Instant, reason: InvoiceReason): readonly NewEvent[] {
  const lines = state.unbilled.filter(({ issueAt }) => invoiceInstant(state, issueAt) <= at);
  return issueLines({ state, facts }, lines, reason);
}

/** Issues the final invoice of a subscription that ends, for all lines without an invoice (semantics row 3). */
export const issueFinalInvoice = ({ state, facts }: Situation): readonly NewEvent[] =>
  issueLines({ state, facts }, state.unbilled, 'final');

function issueLines({ state, facts }: Situation, lines: readonly UnbilledLine[], reason: InvoiceReason): readonly NewEvent[] {
  if (lines.length === 0) return [];
  const { start, end } = runningPeriod(state);
  const apart = state.terms.policies.consolidate === 'never';
  const groups = Map.groupBy(lines, ({ line }) => (apart ? line.attachmentId : 'together'));
  return [...groups.values()].map((group, ahead) => {
    const texts = textsAtIssue(facts, group);
    return {
      type: 'InvoiceIssued',
      invoiceId: nextId(state, 'invoice', ahead),
      reason,
      period: { start, end },
      lineIds: group.map(({ line }) => line.id),
      ...(texts.length === 0 ? {} : { texts }),
    };
  });
}
