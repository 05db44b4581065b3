import type { EndedSubscription, LiveSubscription } from '../../domain/subscription/model/state.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time/instant.ts';

/** The ids of a subscription of any tenant. */
export interface FleetMember {
  readonly tenantId: TenantId;
  readonly id: SubscriptionId;
}

/** A subscription whose due work fails. */
export interface StuckMember extends FleetMember {
  readonly stuck: {
    readonly since: Instant;
    readonly dueAt: Instant;
    /** The request id of the wake, which names the due thing. */
    readonly requestId: string;
    readonly incidentId: string;
  };
}

/** A stored subscription, for a new workflow. */
export interface StoredSubscription {
  readonly id: SubscriptionId;
  readonly revision: number;
  readonly state: LiveSubscription | EndedSubscription;
}

/** Reads of the subscriptions of all tenants, in batches. */
export interface FleetReads {
  /** The subscriptions in real time whose wake was due by an instant, longest overdue first. */
  overdue(upTo: Instant, batchSize: number): AsyncGenerator<readonly FleetMember[]>;
  /** Every subscription that has not ended. */
  running(batchSize: number): AsyncGenerator<readonly FleetMember[]>;
  /** At most `atMost` stuck subscriptions. */
  stuck(atMost: number): Promise<readonly StuckMember[]>;
  find(tenantId: TenantId, ids: readonly SubscriptionId[]): Promise<readonly StoredSubscription[]>;
}
