import type { InvoiceLine } from '../../billing/invoice.ts';
import type { AttachmentId } from '../../ids.ts';
import type { Grant, GrantCause } from '../../entitlement/grant.ts';
import type { RateCard, UsageReset } from '../../catalogue/model/rate-card.ts';
import { startOfLocal } from '../../time/local-date.ts';
import type { Instant } from '../../time/instant.ts';
import { type ChargeSource, countsOnce, type GrantIdsByCard } from './lines.ts';
import { nextId } from '../model/ids.ts';
import type { NewEvent } from '../model/events.ts';
import type { LiveSubscription } from '../model/state.ts';

/** The reason for a grant that no line pays for. */
export type GrantReason = Extract<GrantCause, { readonly kind: 'reason' }>['reason'];

/** A grant to start, without its cause. */
export type PlannedGrant = Omit<Grant, 'cause'>;

/** The source of grants, and when they start. */
export interface GrantPlan {
  readonly source: ChargeSource;
  readonly startsAt: Instant;
  /** The grants that end for these, which continue their usage windows. */
  readonly replaced?: readonly Grant[];
}

/** Plans the grants of a source, with their ids, so that lines can name them. */
export function planGrants(state: LiveSubscription, { source, startsAt, replaced = [] }: GrantPlan): readonly PlannedGrant[] {
  const granting = (source.cards ?? source.version.rateCards).flatMap((card) => {
    const { featureKey, entitlement } = card;
    return featureKey === null || entitlement === null ? [] : [{ card, featureKey, entitlement }];
  });
  return granting.map(({ card, featureKey, entitlement }, ahead) => ({
    id: nextId(state, 'grant', ahead),
    featureKey,
    attachmentId: source.attachmentId,
    offeringKey: source.version.key,
    rateCardKey: card.key,
    entitlement,
    quantity: countsOnce(state, source.version, card) ? '1' : source.quantity,
    startsAt,
    endsAt: null,
    windowAnchorAt: continuedAnchor(replaced, card) ?? windowAnchor(state, card, startsAt),
    timeZone: state.terms.timeZone,
  }));
}

/** Starts planned grants. The cause of each is the line of its rate card, else the first line of its source, else the reason. */
export const startGrants = (
  planned: readonly PlannedGrant[],
  { lines, reason }: { readonly lines: readonly Pick<InvoiceLine, 'id' | 'rateCardKey'>[]; readonly reason: GrantReason },
): readonly NewEvent[] =>
  planned.map((grant) => {
    const line = lines.find(({ rateCardKey }) => rateCardKey === grant.rateCardKey) ?? lines[0];
    const cause: GrantCause = line ? { kind: 'charge', lineId: line.id } : { kind: 'reason', reason };
    return { type: 'GrantStarted', grant: { ...grant, cause } };
  });

/** Ends grants. */
export const endGrants = (grants: readonly Grant[]): readonly NewEvent[] =>
  grants.map(({ id }) => ({ type: 'GrantEnded', grantId: id }));

/** The running grants of an attachment; of the base if the id is null. */
export const grantsOf = ({ grants }: LiveSubscription, attachmentId: AttachmentId | null): readonly Grant[] =>
  grants.filter((grant) => grant.attachmentId === attachmentId);

/** The grants that a line of a rate card pays for: those of its card and of cards without prices. */
export const grantIdsPaidBy =
  (grants: readonly Pick<Grant, 'id' | 'rateCardKey'>[], version: ChargeSource['version']): GrantIdsByCard =>
  (rateCardKey) =>
    grants.filter((grant) => grant.rateCardKey === rateCardKey || hasNoPrice(version, grant.rateCardKey)).map(({ id }) => id);

const hasNoPrice = (version: ChargeSource['version'], cardKey: string): boolean =>
  version.rateCards.some(({ key, prices }) => key === cardKey && prices.length === 0);

const continuedAnchor = (grants: readonly Grant[], { key }: RateCard): Instant | null =>
  grants.find(({ rateCardKey }) => rateCardKey === key)?.windowAnchorAt ?? null;

/** The origin of the usage windows of a rate card; null if they do not reset (semantics row 31). @rule 0-18 */
function windowAnchor(state: LiveSubscription, card: RateCard, startsAt: Instant): Instant | null {
  const reset = card.entitlement?.kind === 'metered' ? card.entitlement.reset : null;
  return reset === null ? null : anchors[reset.anchor](state, reset, startsAt);
}

const anchors: Record<UsageReset['anchor'], (state: LiveSubscription, reset: UsageReset, startsAt: Instant) => Instant> = {
  activation: ({ terms }) => terms.startAt,
  billingPeriod: ({ terms }) => terms.anchorAt,
  attach: (_state, _reset, startsAt) => startsAt,
  calendar: ({ terms }, reset) => startOfLocal(reset.unit, terms.startAt, terms.timeZone),
};
