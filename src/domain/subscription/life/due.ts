import type { Grant } from '../../entitlement/grant.ts';
import { indexContaining, boundaryAt } from '../../time/billing-calendar.ts';
import type { Instant } from '../../time/instant.ts';
import { awaitsRenewal } from '../calendar/periods.ts';
import { invoiceInstant } from '../charge/invoicing.ts';
import { changeKinds } from '../model/pending-change.ts';
import type { LiveSubscription, Subscription } from '../model/state.ts';

/** What falls due without a command, in order of importance: at one instant, the first kind names the wake. */
export const dueKinds = [
  'cancel',
  'trialEnd',
  'renewal',
  'addOnEnd',
  'scheduledChange',
  'start',
  'windowReset',
  'deferredInvoice',
] as const;
export type DueKind = (typeof dueKinds)[number];

export interface Due {
  readonly at: Instant;
  readonly kind: DueKind;
}

/** A due thing with its identity: the number of the period that ends, otherwise an id. */
export interface DueItem extends Due {
  readonly thing: string;
}

/** The next due instant with the most important thing due then; null if nothing falls due any more. */
export function nextDue(state: Subscription): DueItem | null {
  if (state.stage !== 'live') return null;
  return dueOf(state).reduce<DueItem | null>((least, due) => (least === null || isBefore(due, least) ? due : least), null);
}

/** Everything that is known to fall due up to an instant, ordered by instant, then by kind. */
export const dueItems = (state: LiveSubscription, upTo: Instant): readonly DueItem[] =>
  dueOf(state)
    .filter(({ at }) => at <= upTo)
    .toSorted((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));

const isBefore = (a: Due, b: Due): boolean =>
  a.at < b.at || (a.at === b.at && dueKinds.indexOf(a.kind) < dueKinds.indexOf(b.kind));

function dueOf(state: LiveSubscription): readonly DueItem[] {
  const { period, terms, pending, unbilled, grants } = state;
  return [
    ...(period === null ? [{ at: terms.startAt, kind: 'start', thing: terms.id } as const] : []),
    ...(period !== null && awaitsRenewal(state)
      ? [{ at: period.end, kind: period.number === 0 ? 'trialEnd' : 'renewal', thing: String(period.number) } as const]
      : []),
    ...pending.map(({ id, type, effectiveAt }): DueItem => ({ at: effectiveAt, kind: changeKinds[type], thing: id })),
    ...unbilled.map(({ line, issueAt }): DueItem => ({
      at: invoiceInstant(state, issueAt),
      kind: 'deferredInvoice',
      thing: line.id,
    })),
    ...grants.flatMap((grant): readonly DueItem[] => {
      const at = nextAnnouncedReset(grant, state.at);
      return at === null ? [] : [{ at, kind: 'windowReset', thing: grant.id }];
    }),
  ];
}

/**
 * The first usage-window boundary after an instant, for a grant that announces its resets; otherwise null. A reset that is not announced
 * needs no wake, since usage is counted by the start of its window (ADR 0009).
 */
export function nextAnnouncedReset(grant: Grant, after: Instant): Instant | null {
  const reset = grant.entitlement.kind === 'metered' ? grant.entitlement.reset : null;
  if (reset === null || !reset.notify || grant.windowAnchorAt === null) return null;
  const calendar = { anchorAt: grant.windowAnchorAt, cadence: reset, timeZone: grant.timeZone };
  return boundaryAt(calendar, indexContaining(calendar, after) + 1);
}
