import type { CreditNote, Invoice } from '../../domain/billing/invoice.ts';
import type { TenantId } from '../../domain/ids.ts';
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

/** An add-on of a subscription as its row tells it, ended ones included. */
export interface AttachmentRecord extends Omit<Attachment, 'linkVersionId' | 'recurring'> {
  readonly endedAt: Instant | null;
  readonly ending: Ending | null;
}

export interface SubscriptionRecord {
  readonly id: string;
  readonly revision: number;
  readonly state: LiveSubscription | EndedSubscription;
  readonly nextWakeAt: Instant | null;
  readonly attachments: readonly AttachmentRecord[];
  /** What is due and fails by a fault of ours, since when; null while nothing does. */
  readonly stuck: { readonly since: Instant; readonly dueAt: Instant; readonly incidentId: string } | null;
  /** The policies above its own as they are now; absent where it is not made yet, or nobody asks for them. */
  readonly above?: PolicyLevelsAbove;
}

export interface NumberedInvoice extends Invoice {
  readonly number: string;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly status: 'issued';
  readonly issuedAt: Instant;
}
export interface NumberedCreditNote extends CreditNote {
  readonly number: string;
  readonly subscriptionId: string;
  readonly customerId: string;
}

/** One decision in the life of a subscription. */
export interface TimelineEntry {
  readonly revision: number;
  readonly at: Instant;
  /** The name of the activity that made it. */
  readonly did: string;
  readonly actor: Actor | null;
  readonly requestId: string;
  /** Null for what fell due, and in decisions from before commands were kept. */
  readonly command: KeptCommand | null;
  /** Null for a command, and in decisions from before it was kept. */
  readonly due: readonly DueItem[] | null;
  /** The instant at which it was decided: the same command, decided then on the state before, gives the same events. */
  readonly decidedAt: Instant | null;
  readonly summary: string;
  readonly events: readonly SubscriptionEvent[];
}

/** A grant with what is needed to know whether its subscription is up to date. */
export interface GrantRecord {
  readonly grant: Grant;
  readonly subscriptionId: string;
  readonly clock: Clock;
  readonly at: Instant;
  readonly nextWakeAt: Instant | null;
}

/** Which subscriptions, by what was written last; null: all. */
export interface SubscriptionFilter {
  readonly customerId: string | null;
  /** Of a plan or single purchase. */
  readonly baseKey: string | null;
  readonly status: SubscriptionStatus | null;
}

/** Invoices and credit notes. Lists are in the order of their numbers; of ids those that exist are found. */
export interface DocumentReads {
  listInvoices(
    tenantId: TenantId,
    filter: { readonly subscriptionId: string | null; readonly customerId: string | null },
    page: PageRequest,
  ): Promise<Page<NumberedInvoice>>;
  findInvoices(tenantId: TenantId, ids: readonly string[]): Promise<readonly NumberedInvoice[]>;
  listCreditNotes(tenantId: TenantId, subscriptionId: string, page: PageRequest): Promise<Page<NumberedCreditNote>>;
  findCreditNotes(tenantId: TenantId, ids: readonly string[]): Promise<readonly NumberedCreditNote[]>;
}

export interface TimelineReads {
  /** Newest first. */
  listTimeline(tenantId: TenantId, subscriptionId: string, page: PageRequest): Promise<Page<TimelineEntry>>;
}

/** Whose grants: of all subscriptions of a customer or one, of all features or one. */
export interface GrantFilter {
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly featureKey: string | null;
}

export interface SubscriptionReads extends DocumentReads, TimelineReads {
  find(tenantId: TenantId, subscriptionId: string): Promise<SubscriptionRecord | null>;
  /** In the order of creation. */
  list(tenantId: TenantId, filter: SubscriptionFilter, page: PageRequest): Promise<Page<SubscriptionRecord>>;
  /** The known facts with the asked ones added. Launched versions come from a cache. */
  loadFacts(tenantId: TenantId, known: Facts, queries: readonly FactQuery[]): Promise<Facts>;
  /** No facts but the tenant's policies and the version of the time-zone data. */
  baseFacts(tenantId: TenantId): Promise<Facts>;
  /**
   * The grants that have not ended (a grant of a sandbox subscription counts from that subscription's own time), and every
   * subscription of the customer that is overdue even if it has no grant: those come in `overdue`, to be brought up to date by
   * `advance` in memory.
   */
  findGrants(
    tenantId: TenantId,
    filter: GrantFilter,
    now: Instant,
  ): Promise<{ readonly grants: readonly GrantRecord[]; readonly overdue: readonly SubscriptionRecord[] }>;
  /** Whether PostgreSQL answers. */
  ping(): Promise<void>;
}
