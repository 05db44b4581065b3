import type { EndedSubscription, LiveSubscription } from '../../domain/subscription/model/state.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time/instant.ts';

/** A subscription of any tenant, by its ids. */
export interface FleetMember {
  readonly tenantId: TenantId;
  readonly id: string;
}

/** A stuck subscription: something is due and fails. */
export interface StuckMember extends FleetMember {
  readonly stuck: {
    readonly since: Instant;
    readonly dueAt: Instant;
    /** The request id of the wake, which names what is due. */
    readonly requestId: string;
    readonly incidentId: string;
  };
}

/** The current state of a subscription for a new workflow. */
export interface StoredSubscription {
  readonly id: string;
  readonly revision: number;
  readonly state: LiveSubscription | EndedSubscription;
}

/** Reads over the subscriptions of all tenants, a batch at a time. */
export interface FleetReads {
  /** The subscriptions in real time whose wake was due by an instant, the longest overdue first. */
  overdue(upTo: Instant, batchSize: number): AsyncGenerator<readonly FleetMember[]>;
  /** Every subscription that has not ended. */
  running(batchSize: number): AsyncGenerator<readonly FleetMember[]>;
  /** Stuck subscriptions, a limited number. */
  stuck(atMost: number): Promise<readonly StuckMember[]>;
  /** Some subscriptions of one tenant, as they are stored. */
  find(tenantId: TenantId, ids: readonly string[]): Promise<readonly StoredSubscription[]>;
}
