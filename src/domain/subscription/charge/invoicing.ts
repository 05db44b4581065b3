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
 * When a line that may be billed from `issueAt` on goes on its invoice (semantics row 37). With `day`, the charges of one local
 * day make one invoice: they wait for the last instant of that day at which, as far as is known now, something else is billed.
 * Should that be taken back, they are due at once. Otherwise they do not wait.
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

/** The instants, known now, at which something will be billed. */
function billingInstants(state: LiveSubscription): readonly Instant[] {
  const { period, pending, unbilled } = state;
  return [
    ...(period && awaitsRenewal(state) ? [period.end] : []),
    ...pending.flatMap((change) => (change.type === 'removeAddOn' ? [] : [change.effectiveAt])),
    ...unbilled.map(({ issueAt }) => issueAt),
  ];
}

/** Puts every line whose time has come on an invoice; with `consolidate = never` one invoice for the plan and each add-on. */
export function issueInvoices({ state, facts }: Situation, at: Instant, reason: InvoiceReason): readonly NewEvent[] {
  const lines = state.unbilled.filter(({ issueAt }) => invoiceInstant(state, issueAt) <= at);
  return issue({ state, facts }, lines, reason);
}

/** The last invoice of a subscription that ends: it carries all that no other invoice does, since nothing is ever lost. */
export const issueFinalInvoice = ({ state, facts }: Situation): readonly NewEvent[] =>
  issue({ state, facts }, state.unbilled, 'final');

function issue({ state, facts }: Situation, lines: readonly UnbilledLine[], reason: InvoiceReason): readonly NewEvent[] {
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
