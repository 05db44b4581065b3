import type { AddOnVersion, BaseKind } from '../../catalogue/model/offering.ts';
import type { VersionId } from '../../ids.ts';
import type { PolicySettings, PolicyValues } from '../../policy/policy.ts';
import type { Cadence } from '../../time/cadence.ts';
import type { Instant } from '../../time/instant.ts';
import type { Period } from '../../time/period.ts';
import type { Grant } from '../../entitlement/grant.ts';
import type { InvoiceLine, LineStamp } from '../../billing/invoice.ts';
import type { Money } from '../../money/money.ts';
import type { Actor } from './actor.ts';
import type { PendingChange } from './pending-change.ts';

/** `wall` runs in real time; `sandbox` stands still until it is moved by a command. */
export type Clock = 'wall' | 'sandbox';

/** How something ended: somebody ended it, or it ran out by itself (semantics §2). */
export type Ending = 'canceled' | 'expired';

/** A billing period of the subscription. Number 0 is the trial; number n ≥ 1 lies between the boundaries n − 1 and n. */
export interface BillingPeriod extends Period {
  readonly number: number;
  /** The version of the time-zone data that its boundaries were computed with. */
  readonly timeZoneData: string;
}

/** One add-on on the subscription, from its start to its end. */
export interface Attachment {
  readonly id: string;
  readonly addOnKey: string;
  readonly version: number;
  readonly versionId: VersionId;
  /** The version of the base whose link has prices of its own for the add-on; null where the add-on's prices hold. */
  readonly linkVersionId: VersionId | null;
  /** The prices that it was bought at (semantics §9); absent where it was bought before they were pinned. */
  readonly priceIds?: readonly string[];
  readonly requirement: 'mandatory' | 'optional';
  readonly instance: AddOnVersion['instance'];
  readonly quantity: string;
  readonly startedAt: Instant;
  /** Until when nothing is charged because the first charge comes with the renewal or the end of the trial. */
  readonly freeUntil: Instant | null;
  /** Whether anything of it is charged again in every period. */
  readonly recurring: boolean;
}

/** A line that was billed for the running period: what a credit can be taken from. */
export interface BilledLine {
  readonly lineId: string;
  readonly invoiceId: string | null;
  readonly attachmentId: string | null;
  readonly rateCardKey: string;
  readonly amount: Money;
  readonly credited: Money;
  readonly quantity: string;
  /** How much of the quantity was given up again. */
  readonly released: string;
  readonly servicePeriod: Period;
  /** What it is called and stamped with; absent for lines of a release that did not stamp them yet. */
  readonly texts?: Pick<InvoiceLine, 'description'> & { readonly stamp: LineStamp };
}

/** A line that waits for its invoice: the one of `issueAt`, or a later one of the same local day (semantics row 37). */
export interface UnbilledLine {
  readonly line: InvoiceLine;
  readonly issueAt: Instant;
  /** The version that it is a price of, and that of the link which has the price; its texts at issue are read there. */
  readonly sold?: { readonly versionId: VersionId; readonly linkVersionId: VersionId | null };
}

/** How many of an add-on there were until an instant, where there are fewer since: what a backdated attach comes on top of. */
export interface Peak {
  readonly addOnKey: string;
  readonly quantity: string;
  readonly until: Instant;
}

/** Counters behind the ids that the subscription gives out; they make ids the same in a preview, a retry and the real thing. */
export interface Sequence {
  readonly attachment: number;
  readonly change: number;
  readonly line: number;
  readonly invoice: number;
  readonly creditNote: number;
  readonly grant: number;
}

export interface Terms {
  readonly id: string;
  readonly customerId: string;
  readonly base: PinnedBase;
  /** Whether anything of the base is charged again in every period; a single purchase never is. */
  readonly recurring: boolean;
  readonly currency: string;
  readonly cadence: Cadence;
  readonly timeZone: string;
  /** The kind of customer; absent where none is known. */
  readonly accountType?: string;
  readonly clock: Clock;
  readonly createdAt: Instant;
  readonly startAt: Instant;
  /** Where the boundaries are counted from: the end of the trial, otherwise the start. */
  readonly anchorAt: Instant;
  readonly trialEndsAt: Instant | null;
  /** Policies that its creation set. They hold for its whole life, as if each later command set them. */
  readonly ownPolicies: PolicySettings;
  /**
   * The policies as they resolve for this subscription without a command. What was created under an earlier release lacks policies that
   * came later; a decision reads `consolidate` from here, which there has always been.
   */
  readonly policies: PolicyValues;
  /** Add-ons of the order that wait for the start of the subscription. */
  readonly order: readonly OrderedAddOn[];
}

/** What was bought, in the version that holds for the life of the subscription. */
export interface PinnedBase {
  readonly kind: BaseKind;
  readonly key: string;
  readonly version: number;
  readonly versionId: VersionId;
  /** The prices that it was bought at, those of every phase (semantics §9); absent where it was bought before they were pinned. */
  readonly priceIds?: readonly string[];
}

export interface OrderedAddOn {
  readonly addOnKey: string;
  readonly versionId: VersionId;
  readonly linkVersionId: VersionId | null;
  readonly priceIds?: readonly string[];
  readonly quantity: string;
  readonly requirement: 'mandatory' | 'optional';
  readonly actor: Actor;
}

export type { Actor };

/** Before the first event. The stage of a subscription is where it is in its life; `phase` is a word for those of a plan. */
export interface NewSubscription {
  readonly stage: 'new';
}

/** A subscription that waits for its start or runs. */
export interface LiveSubscription {
  readonly stage: 'live';
  readonly terms: Terms;
  /** Everything up to this instant has been processed. */
  readonly at: Instant;
  /** Null until the start. */
  readonly period: BillingPeriod | null;
  readonly attachments: readonly Attachment[];
  readonly grants: readonly Grant[];
  readonly billed: readonly BilledLine[];
  /** Lines that no invoice carries yet. */
  readonly unbilled: readonly UnbilledLine[];
  readonly pending: readonly PendingChange[];
  /** Add-ons that there were more of before; absent where there were not, or where it was not kept yet. */
  readonly peaks?: readonly Peak[];
  readonly sequence: Sequence;
}

/** A subscription that is over. Nothing falls due any more. */
export interface EndedSubscription {
  readonly stage: 'over';
  readonly terms: Terms;
  readonly at: Instant;
  readonly endedAt: Instant;
  readonly ending: Ending;
  readonly period: BillingPeriod | null;
}

export type Subscription = NewSubscription | LiveSubscription | EndedSubscription;

export const initial: NewSubscription = { stage: 'new' };

export type SubscriptionStatus = 'pending' | 'trial' | 'active' | Ending;
export type AttachmentStatus = 'active' | 'trial' | 'ending' | Ending;

/** The status of a subscription, derived from its timeline (semantics §2). @rule 4-8 */
export function statusOf(state: LiveSubscription | EndedSubscription): SubscriptionStatus {
  if (state.stage === 'over') return state.ending;
  if (state.period === null) return 'pending';
  return state.period.number === 0 ? 'trial' : 'active';
}
