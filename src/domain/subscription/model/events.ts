import type { InvoiceLine, InvoiceReason, IssuedTexts } from '../../billing/invoice.ts';
import type { Grant } from '../../entitlement/grant.ts';
import type { PinnedPolicies } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import type { PendingChange } from './pending-change.ts';
import type { BillingPeriod, Ending, Attachment, Terms } from './state.ts';

interface Happened {
  /** The due instant or the instant of the command, never that of the processing. */
  readonly at: Instant;
}

/**
 * The policies that a change was decided by, those that it used, with their values and levels (semantics §1, §9). A change that was
 * scheduled has them on `ChangeScheduled` too. Empty where no policy had a say, and in events from before they were kept.
 */
interface Decided {
  readonly policies: PinnedPolicies;
}

/** An event that is about to be recorded at an instant. */
export type NewEvent = WithoutInstant<SubscriptionEvent>;

type WithoutInstant<E> = E extends SubscriptionEvent ? Omit<E, 'at'> : never;

export type SubscriptionEvent = Happened &
  (
    | ({ readonly type: 'SubscriptionCreated'; readonly terms: Terms } & Decided)
    | { readonly type: 'TrialStarted'; readonly period: BillingPeriod }
    | { readonly type: 'PeriodStarted'; readonly period: BillingPeriod }
    | ({ readonly type: 'AddOnAttached'; readonly attachment: Attachment } & Decided)
    | ({
        readonly type: 'AddOnQuantityChanged';
        readonly attachmentId: string;
        readonly from: string;
        readonly to: string;
      } & Decided)
    | ({
        readonly type: 'AddOnEnded';
        readonly attachmentId: string;
        readonly ending: Ending;
        readonly reason: string | null;
      } & Decided)
    | { readonly type: 'ChangeScheduled'; readonly change: PendingChange }
    | { readonly type: 'ScheduledChangeApplied'; readonly changeId: string }
    | ({ readonly type: 'ScheduledChangeCanceled'; readonly changeId: string; readonly because: string } & Decided)
    | { readonly type: 'ChargeRaised'; readonly line: InvoiceLine; readonly issueAt: Instant }
    | {
        readonly type: 'InvoiceIssued';
        readonly invoiceId: string;
        readonly reason: InvoiceReason;
        readonly period: { readonly start: Instant; readonly end: Instant };
        readonly lineIds: readonly string[];
        /** What lines say that were raised before, where it was edited in place since; absent where nothing was. */
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
    | ({ readonly type: 'SubscriptionEnded'; readonly ending: Ending; readonly reason: string | null } & Decided)
  );
