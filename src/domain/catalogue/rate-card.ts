import type { Cadence, CadenceUnit } from '../time/cadence.ts';

interface PricePointTerms {
  readonly id: string;
  readonly key: string;
  readonly currency: string;
  readonly cadence: Cadence;
  readonly timing: 'inAdvance';
}

/** One amount per period; the quantity of the line is 1 unless the add-on is sold in several instances. */
export interface FlatPrice extends PricePointTerms {
  readonly model: 'flat';
  readonly amount: string;
}

/** Quantity × unit amount. The unit amount may have up to 12 decimals. */
export interface PerUnitPrice extends PricePointTerms {
  readonly model: 'perUnit';
  readonly unitAmount: string;
}

/** A price in one currency at one cadence. Amounts are decimal strings in that currency. */
export type PricePoint = FlatPrice | PerUnitPrice;

/** When a metered quota starts anew. `anchor` says what the windows are counted from (semantics row 31). */
export interface UsageReset {
  readonly every: number;
  readonly unit: CadenceUnit;
  readonly anchor: 'activation' | 'billingPeriod' | 'attach' | 'calendar';
  /** Whether each reset is announced in the outbox; only such a reset needs to wake the workflow. */
  readonly notify: boolean;
}

export type Entitlement =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'static'; readonly value: string }
  | {
      readonly kind: 'metered';
      readonly limit: 'hard' | 'soft';
      readonly quota: string | null;
      readonly includedUsage: string | null;
      readonly reset: UsageReset | null;
    };

/** One thing that an offering version sells or grants: a price, an entitlement, or both. */
export interface RateCard {
  readonly key: string;
  readonly name: string | null;
  readonly featureKey: string | null;
  readonly entitlement: Entitlement | null;
  readonly prices: readonly PricePoint[];
}
