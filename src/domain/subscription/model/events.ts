import type { InvoiceLine, InvoiceReason, IssuedTexts } from '../../billing/invoice.ts';
import type { AttachmentId } from '../../ids.ts';
import type { Grant } from '../../entitlement/grant.ts';
import type { PinnedPolicies } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import type { PendingChange } from './pending-change.ts';
import type { BillingPeriod, Ending, Attachment, Terms } from './state.ts';

interface EventBase {
  /** The due instant or the instant of the command, not that of processing. */
  readonly at: Instant;
}

/**
 * The policies that decided a change, with values and levels (semantics §1, §9). A scheduled change has them on `ChangeScheduled` too.
 * Empty if no policy applied, and in events from before ADR 0067.
 */
interface WithPolicies {
  readonly policies: PinnedPolicies;
}

/** An event that is not recorded yet, without its instant. */
export type NewEvent = WithoutInstant<SubscriptionEvent>;

type WithoutInstant<E> = E extends SubscriptionEvent ? Omit<E, 'at'> : never;

export type SubscriptionEvent = EventBase &
  (
    | ({ readonly type: 'SubscriptionCreated'; readonly terms: Terms } & WithPolicies)
    | { readonly type: 'TrialStarted'; readonly period: BillingPeriod }
    | { readonly type: 'PeriodStarted'; readonly period: BillingPeriod }
    | ({ readonly type: 'AddOnAttached'; readonly attachment: Attachment } & WithPolicies)
    | ({
        readonly type: 'AddOnQuantityChanged';
        readonly attachmentId: AttachmentId;
        readonly from: string;
        readonly to: string;
      } & WithPolicies)
    | ({
        readonly type: 'AddOnEnded';
        readonly attachmentId: AttachmentId;
        readonly ending: Ending;
        readonly reason: string | null;
      } & WithPolicies)
    | { readonly type: 'ChangeScheduled'; readonly change: PendingChange }
    | { readonly type: 'ScheduledChangeApplied'; readonly changeId: string }
    | ({ readonly type: 'ScheduledChangeCanceled'; readonly changeId: string; readonly because: string } & WithPolicies)
    | { readonly type: 'ChargeRaised'; readonly line: InvoiceLine; readonly issueAt: Instant }
    | {
        readonly type: 'InvoiceIssued';
        readonly invoiceId: string;
        readonly reason: InvoiceReason;
        readonly period: { readonly start: Instant; readonly end: Instant };
        readonly lineIds: readonly string[];
        /** The current texts of lines whose texts were edited in place since they were raised; absent if none were. */
        readonly texts?: readonly IssuedTexts[];
      }
    | {
        readonly type: 'CreditNoteIssued';
        readonly creditNoteId: string;
        readonly period: { readonly start: Instant; readonly end: Instant };
        readonly lines: readonly InvoiceLine[];
      }
    | { readonly type: 'GrantStarted'; readonly grant: Grant }
    | { readonly type: 'GrantEnded'; readonly grantId: string }
    | { readonly type: 'UsageWindowReset'; readonly grantId: string; readonly featureKey: string }
    | { readonly type: 'ClockAdvanced'; readonly to: Instant }
    | ({ readonly type: 'SubscriptionEnded'; readonly ending: Ending; readonly reason: string | null } & WithPolicies)
  );
