import type { Made } from '../../contracts/messages.ts';
import type { CreditNote, Invoice } from '../../domain/billing/invoice.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { Grant } from '../../domain/entitlement/grant.ts';
import type { DueItem } from '../../domain/subscription/life/due.ts';
import type { KeptCommand } from '../../domain/subscription/model/commands.ts';
import type { SubscriptionEvent } from '../../domain/subscription/model/events.ts';
import type { FactQuery, Facts } from '../../domain/subscription/model/facts.ts';
import type { PolicyLevelsAbove } from '../../domain/subscription/model/present-policies.ts';
import type {
  Actor,
  Clock,
  EndedSubscription,
  Ending,
  LiveSubscription,
  Attachment,
  SubscriptionStatus,
} from '../../domain/subscription/model/state.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Page, PageRequest } from './paging.ts';

/** An add-on of a subscription, active or ended. */
export interface AttachmentRecord extends Omit<Attachment, 'linkVersionId' | 'recurring'> {
  readonly endedAt: Instant | null;
  readonly ending: Ending | null;
}

export interface SubscriptionRecord {
  readonly id: SubscriptionId;
  readonly revision: number;
  readonly state: LiveSubscription | EndedSubscription;
  readonly nextWakeAt: Instant | null;
  readonly attachments: readonly AttachmentRecord[];
  /** The due thing that fails for an internal reason; null if none does. */
  readonly stuck: { readonly since: Instant; readonly dueAt: Instant; readonly incidentId: string } | null;
  /** The current policies of its version and tenant; absent in previews of a creation, and where they are not read. */
  readonly above?: PolicyLevelsAbove;
}

export interface NumberedInvoice extends Invoice {
  readonly number: string;
  readonly subscriptionId: SubscriptionId;
  readonly customerId: string;
  readonly status: 'issued';
  readonly issuedAt: Instant;
}
export interface NumberedCreditNote extends CreditNote {
  readonly number: string;
  readonly subscriptionId: SubscriptionId;
  readonly customerId: string;
}

/** One decision in the life of a subscription. */
export interface TimelineEntry {
  readonly revision: number;
  readonly at: Instant;
  /** The name of its activity. */
  readonly did: string;
  readonly actor: Actor | null;
  readonly requestId: string;
  /** Null for due things, and in decisions from before commands were stored. */
  readonly command: KeptCommand | null;
  /** Null for a command, and in decisions from before due things were stored. */
  readonly due: readonly DueItem[] | null;
  /** The instant of the decision; null in decisions from before it was stored. */
  readonly decidedAt: Instant | null;
  readonly summary: string;
  readonly events: readonly SubscriptionEvent[];
}

/** A grant with the clock and next wake of its subscription. */
export interface GrantRecord {
  readonly grant: Grant;
  readonly subscriptionId: SubscriptionId;
  readonly clock: Clock;
  readonly at: Instant;
  readonly nextWakeAt: Instant | null;
}

/** A filter of stored subscriptions; null matches all. */
export interface SubscriptionFilter {
  readonly customerId: string | null;
  /** The key of the plan or single purchase. */
  readonly baseKey: string | null;
  readonly status: SubscriptionStatus | null;
}

/** Reads of invoices and credit notes, in the order of their numbers. Ids that do not exist are left out. */
export interface DocumentReads {
  listInvoices(
    tenantId: TenantId,
    filter: { readonly subscriptionId: SubscriptionId | null; readonly customerId: string | null },
    page: PageRequest,
  ): Promise<Page<NumberedInvoice>>;
  findInvoices(tenantId: TenantId, ids: readonly string[]): Promise<readonly NumberedInvoice[]>;
  listCreditNotes(tenantId: TenantId, subscriptionId: SubscriptionId, page: PageRequest): Promise<Page<NumberedCreditNote>>;
  findCreditNotes(tenantId: TenantId, ids: readonly string[]): Promise<readonly NumberedCreditNote[]>;
}

/** A subscription with the documents that one of its commands issued. */
export interface CommandDocuments {
  readonly subscription: SubscriptionRecord;
  readonly invoices: readonly NumberedInvoice[];
  readonly creditNotes: readonly NumberedCreditNote[];
}

export interface EffectReads {
  /** The subscription that a command was applied to, and its documents. Throws InvariantError if there is no such subscription. */
  findEffect(
    tenantId: TenantId,
    subscriptionId: SubscriptionId,
    made: Pick<Made, 'invoiceIds' | 'creditNoteIds'>,
  ): Promise<CommandDocuments>;
}

export interface TimelineReads {
  /** Newest first. */
  listTimeline(tenantId: TenantId, subscriptionId: SubscriptionId, page: PageRequest): Promise<Page<TimelineEntry>>;
}

/** Grants of a customer; null matches all subscriptions or features. */
export interface GrantFilter {
  readonly customerId: string;
  readonly subscriptionId: SubscriptionId | null;
  readonly featureKey: string | null;
}

export interface SubscriptionReads extends DocumentReads, TimelineReads, EffectReads {
  find(tenantId: TenantId, subscriptionId: SubscriptionId): Promise<SubscriptionRecord | null>;
  /** In the order of creation. */
  list(tenantId: TenantId, filter: SubscriptionFilter, page: PageRequest): Promise<Page<SubscriptionRecord>>;
  /** Adds the requested facts to the known ones. Launched versions are cached. */
  loadFacts(tenantId: TenantId, known: Facts, queries: readonly FactQuery[]): Promise<Facts>;
  /** The tenant's policies and the version of the time-zone data. */
  baseFacts(tenantId: TenantId): Promise<Facts>;
  /**
   * The grants that have not ended, in a sandbox at the subscription's own time. `overdue` has all overdue subscriptions of the
   * customer, even without grants: the caller advances them in memory.
   */
  findGrants(
    tenantId: TenantId,
    filter: GrantFilter,
    now: Instant,
  ): Promise<{ readonly grants: readonly GrantRecord[]; readonly overdue: readonly SubscriptionRecord[] }>;
  /** Throws if PostgreSQL does not answer. */
  ping(): Promise<void>;
}
