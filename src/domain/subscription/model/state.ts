import type { AddOnVersion, BaseKind } from '../../catalogue/model/offering.ts';
import type { AttachmentId, SubscriptionId, VersionId } from '../../ids.ts';
import type { PolicySettings, PolicyValues } from '../../policy/policy.ts';
import type { Cadence } from '../../time/cadence.ts';
import type { Instant } from '../../time/instant.ts';
import type { Period } from '../../time/period.ts';
import type { Grant } from '../../entitlement/grant.ts';
import type { InvoiceLine, LineStamp } from '../../billing/invoice.ts';
import type { Money } from '../../money/money.ts';
import type { Actor } from './actor.ts';
import type { PendingChange } from './pending-change.ts';

/** `wall` follows real time; `sandbox` stands still until a command moves it. */
export type Clock = 'wall' | 'sandbox';

/** How something ended: `canceled` by somebody, `expired` by itself (semantics §2). */
export type Ending = 'canceled' | 'expired';

/** A billing period of the subscription. Number 0 is the trial; number n ≥ 1 lies between the boundaries n − 1 and n. */
export interface BillingPeriod extends Period {
  readonly number: number;
  /** The version of the time-zone data that its boundaries were computed with. */
  readonly timeZoneData: string;
}

/** An add-on on a subscription, from its start to its end. */
export interface Attachment {
  readonly id: AttachmentId;
  readonly addOnKey: string;
  readonly version: number;
  readonly versionId: VersionId;
  /** The base version whose link sets its prices (ADR 0018); null if the add-on's own prices apply. */
  readonly linkVersionId: VersionId | null;
  /** The pinned prices (semantics §9); absent for purchases from before ADR 0028. */
  readonly priceIds?: readonly string[];
  readonly requirement: 'mandatory' | 'optional';
  readonly instance: AddOnVersion['instance'];
  readonly quantity: string;
  readonly startedAt: Instant;
  /** The instant of the renewal or end of the trial that makes the first charge; null if nothing delays it. */
  readonly freeUntil: Instant | null;
  /** Whether anything of it is charged in every period. */
  readonly recurring: boolean;
}

/** A line of the running period that can be credited. */
export interface BilledLine {
  readonly lineId: string;
  readonly invoiceId: string | null;
  readonly attachmentId: AttachmentId | null;
  readonly rateCardKey: string;
  readonly amount: Money;
  readonly credited: Money;
  readonly quantity: string;
  /** The part of the quantity that was given up. */
  readonly released: string;
  readonly servicePeriod: Period;
  /** The description and stamp; absent for lines from before lines were stamped (ADR 0069). */
  readonly texts?: Pick<InvoiceLine, 'description'> & { readonly stamp: LineStamp };
}

/** A line that waits for its invoice, at `issueAt` or later on the same local day (semantics row 37). */
export interface UnbilledLine {
  readonly line: InvoiceLine;
  readonly issueAt: Instant;
  /** The version whose price it charges, and the base version of the link that sets the price; its texts at issue come from there. */
  readonly sold?: { readonly versionId: VersionId; readonly linkVersionId: VersionId | null };
}

/** A former, higher quantity of an add-on and until when it held; a backdated attach adds to it (ADR 0066). */
export interface Peak {
  readonly addOnKey: string;
  readonly quantity: string;
  readonly until: Instant;
}

/** The counters of the ids of a subscription, which make a preview, a retry and the real decision give the same ids. */
export interface Sequence {
  readonly attachment: number;
  readonly change: number;
  readonly line: number;
  readonly invoice: number;
  readonly creditNote: number;
  readonly grant: number;
}

export interface Terms {
  readonly id: SubscriptionId;
  readonly customerId: string;
  readonly base: PinnedBase;
  /** Whether anything of the base is charged in every period; never so for a single purchase. */
  readonly recurring: boolean;
  readonly currency: string;
  readonly cadence: Cadence;
  readonly timeZone: string;
  /** The account type of the customer; absent if unknown. */
  readonly accountType?: string;
  readonly clock: Clock;
  readonly createdAt: Instant;
  readonly startAt: Instant;
  /** The origin of billing boundaries: the end of the trial, otherwise the start. */
  readonly anchorAt: Instant;
  readonly trialEndsAt: Instant | null;
  /** The policies that its creation set. They hold for its whole life, as if each later command set them. */
  readonly ownPolicies: PolicySettings;
  /**
   * The policies as they resolved at its creation. Subscriptions of earlier releases lack policies that were added later, so decisions
   * read only `consolidate` here, which all have.
   */
  readonly policies: PolicyValues;
  /** The ordered add-ons, until the subscription starts. */
  readonly order: readonly OrderedAddOn[];
}

/** The base in the version that holds for the life of the subscription. */
export interface PinnedBase {
  readonly kind: BaseKind;
  readonly key: string;
  readonly version: number;
  readonly versionId: VersionId;
  /** The pinned prices of all phases (semantics §9); absent for purchases from before ADR 0028. */
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

/** The state before the first event. */
export interface NewSubscription {
  readonly stage: 'new';
}

/** A subscription that waits for its start or has started, and has not ended. */
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
  /** The lines that wait for their invoices. */
  readonly unbilled: readonly UnbilledLine[];
  readonly pending: readonly PendingChange[];
  /** The former, higher quantities of add-ons; absent if there were none, or in state from before ADR 0066. */
  readonly peaks?: readonly Peak[];
  readonly sequence: Sequence;
}

/** A subscription that has ended; nothing falls due any more. */
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
