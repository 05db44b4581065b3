import { noAdjustments, type PriceAdjustments, type PriceModel } from '../../pricing/price-model.ts';
import type { Cadence, CadenceUnit } from '../../time/cadence.ts';

/** When a price is charged: at a cadence, or once (semantics row 24). @rule 0-20 */
export type PriceCadence = Cadence | 'oneTime';

/**
 * The taxes of a price: by its tax profile, by the location of the customer (`profile` null), or none (`exempt`).
 * @rule 3-22
 */
export type PriceTax = { readonly kind: 'taxable'; readonly profile: string | null } | { readonly kind: 'exempt' };

/** The texts and accounting fields of a price, stamped on a document when it is issued (semantics row 20). */
export interface PricePresentation {
  /** On invoices, quotes, checkout and portal. @rule 3-15 */
  readonly externalName: string | null;
  /** Shown in the catalogue only. @rule 3-16 */
  readonly internalName: string | null;
  /** On invoices, quotes, checkout and portal. @rule 3-19 */
  readonly description: string | null;
  /** Whether the line of an invoice shows the description. @rule 3-20, 3-27, 3-28 */
  readonly showDescriptionInInvoices: boolean;
  /** Whether the line of a quote shows it. @rule 3-20 */
  readonly showDescriptionInQuotes: boolean;
  /** Printed on every invoice with this price. @rule 3-21 */
  readonly invoiceNotes: string | null;
  /** The name of the product in accounting. @rule 3-23 */
  readonly sku: string | null;
  /** The account in the general ledger. @rule 3-24 */
  readonly accountingCode: string | null;
  /** `Key: Value`. */
  readonly accountingCategory: string | null;
}

/** No texts, nothing shown. */
export const defaultPresentation: PricePresentation = {
  externalName: null,
  internalName: null,
  description: null,
  showDescriptionInInvoices: false,
  showDescriptionInQuotes: false,
  invoiceNotes: null,
  sku: null,
  accountingCode: null,
  accountingCategory: null,
};

/** A price without its model. Final once its version is launched, except the fields of `EditablePrice`. */
export interface PricePointTerms {
  readonly id: string;
  readonly key: string;
  readonly currency: string;
  readonly cadence: PriceCadence;
  /** Charged at the start of a period, or at its end. @rule 0-22, 0-26 */
  readonly timing: 'inAdvance' | 'inArrears';
  /**
   * The metered feature whose usage is the quantity (a dynamic price, rule 0-24); null if the quantity is bought.
   * @rule 3-9
   */
  readonly usageOf: string | null;
  /** The number of billing cycles after which it ends; null means never (semantics row 25). */
  readonly cycles: number | null;
  /** The trial of this price, in days of the customer's time zone; 0 for none. @rule 3-47 */
  readonly trialDays: number;
  readonly adjustments: PriceAdjustments;
  readonly presentation: PricePresentation;
  readonly tax: PriceTax;
  /** An archived price is not for sale; existing subscribers keep it. */
  readonly archived: boolean;
}

/** The fields of a price that are edited in place (semantics row 20). */
export type EditablePrice = Pick<PricePointTerms, 'presentation' | 'tax' | 'archived'>;

/** A price in one currency at one cadence. Amounts are decimals in that currency. */
export type PricePoint = PricePointTerms & PriceModel;

/** The terms of a price that states none. */
export const defaultTerms = {
  timing: 'inAdvance',
  usageOf: null,
  cycles: null,
  trialDays: 0,
  adjustments: noAdjustments,
  presentation: defaultPresentation,
  tax: { kind: 'taxable', profile: null },
  archived: false,
} as const satisfies Partial<PricePointTerms>;

/** The editable fields of a price. */
export const editableFields = ({ presentation, tax, archived }: PricePoint): EditablePrice => ({ presentation, tax, archived });

/** When a metered quota resets. `anchor` is the origin of the windows (semantics row 31). */
export interface UsageReset {
  readonly every: number;
  readonly unit: CadenceUnit;
  readonly anchor: 'activation' | 'billingPeriod' | 'attach' | 'calendar';
  /** Whether each reset is announced in the outbox; only such a reset needs to wake the workflow. */
  readonly notify: boolean;
}

/**
 * Unused quota that rolls over: at most `cap` units (null: as many as the quota), usable for this number of periods (semantics row
 * 33).
 * @rule 0-19
 */
export interface Carryover {
  readonly cap: string | null;
  readonly expiresAfter: number;
}

/** What a rate card grants: access, a value, or a metered quota. @rule 0-12, 4-5, 4-18 */
export type Entitlement =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'static'; readonly value: string }
  | {
      readonly kind: 'metered';
      readonly limit: 'hard' | 'soft';
      readonly quota: string | null;
      readonly includedUsage: string | null;
      readonly reset: UsageReset | null;
      readonly carryover: Carryover | null;
    };

/** One item of a version: prices, an entitlement, or both. @rule 0-20, 1-3 */
export interface RateCard {
  readonly key: string;
  /** The phase of the plan in which it applies; null in every phase, and for offerings without phases. */
  readonly phase: string | null;
  readonly name: string | null;
  readonly featureKey: string | null;
  readonly entitlement: Entitlement | null;
  readonly prices: readonly PricePoint[];
}
