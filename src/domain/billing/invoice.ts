import type { OfferingKind } from '../catalogue/model/offering.ts';
import type { PriceTax } from '../catalogue/model/rate-card.ts';
import type { Money } from '../money/money.ts';
import type { PriceWorking } from '../pricing/derive-price.ts';
import type { PinnedPolicies } from '../policy/policy.ts';
import type { Instant } from '../time/instant.ts';
import type { Period } from '../time/period.ts';

export type LineKind = 'recurring' | 'proration' | 'oneTime' | 'credit';

/** The billed line as a credit found it. `quantity` of the credit is what is given up of `quantity` here. */
export interface CreditedPart {
  readonly amount: string;
  /** What had been credited of it already. */
  readonly before: string;
  readonly quantity: string;
}

/** How an amount came about, so that a line explains itself (ADR 0068). */
export interface Derivation {
  readonly formula: string;
  readonly quantity: string;
  /**
   * The price per unit or the flat amount, also on a credit; null where no one price holds for all units. Credits of a release before
   * this one have the amount that was billed, and no `credited`.
   */
  readonly unitAmount: string | null;
  /** How the price of the units came about; absent where it is the quantity times one price, and on a credit. */
  readonly price?: PriceWorking;
  /** The price of the units that were paid for already, where these come on top of them: it is taken off. */
  readonly paid?: PriceWorking;
  /** What a credit was taken from; absent on a charge. */
  readonly credited?: CreditedPart;
  /** The sentences that lines of a release before this one were stored with in the place of `price`. */
  readonly steps?: readonly string[];
  readonly share: { readonly numerator: number; readonly denominator: number; readonly unit: string };
  /** The amount before its one rounding. */
  readonly exactAmount: string;
  readonly rounding: 'half away from zero';
  readonly timeZone: string;
  readonly policies: PinnedPolicies;
}

/**
 * What people and books read about the price of a line, as it was when the line was issued (semantics row 20, rules 3-15 to 3-25). What
 * nobody had said is absent: without `tax` it bears the taxes of the customer's place.
 */
export interface LineStamp {
  readonly externalName?: string;
  readonly priceDescription?: string;
  readonly showDescriptionInInvoices?: boolean;
  readonly showDescriptionInQuotes?: boolean;
  readonly invoiceNotes?: string;
  readonly sku?: string;
  readonly accountingCode?: string;
  readonly accountingCategory?: string;
  readonly tax?: PriceTax;
}

/**
 * What a line pays for. Without an end it is for as long as the subscription: that of what is charged once, whose end nobody knows when
 * it is charged (ADR 0033).
 */
export interface ServicePeriod {
  readonly start: Instant;
  readonly end: Instant | null;
}

/** One line of an invoice or a credit note. Issued lines never change. */
export interface InvoiceLine {
  readonly id: string;
  readonly kind: LineKind;
  readonly offeringKey: string;
  readonly offeringKind: OfferingKind;
  readonly offeringVersion: number;
  readonly attachmentId: string | null;
  readonly rateCardKey: string;
  readonly priceId: string;
  readonly description: string;
  /** What the quantity counts, `seat` or `seats`; absent where it counts nothing (rule 2-3). */
  readonly unitName?: string;
  /** Absent on lines of a release that did not stamp them yet. */
  readonly stamp?: LineStamp;
  readonly quantity: string;
  readonly unitAmount: string | null;
  readonly amount: Money;
  /** What the line pays for. */
  readonly servicePeriod: ServicePeriod;
  /** The period whose length is the denominator of the share. */
  readonly fullPeriod: ServicePeriod;
  /** Tells apart lines of one service period, such as two increases on one instant. */
  readonly segment: number;
  readonly derivation: Derivation;
  /** The access that this line pays for. */
  readonly grantIds: readonly string[];
  /** For a credit: the line that it credits. */
  readonly creditedLineId: string | null;
}

export type InvoiceReason = 'start' | 'trialEnd' | 'renewal' | 'change' | 'final' | 'deferred';

interface DocumentHead {
  readonly id: string;
  readonly currency: string;
  /** The instant of the boundary or command, not of the processing. */
  readonly effectiveAt: Instant;
  /** The billing period that the document belongs to. */
  readonly period: Period;
  readonly total: Money;
}

/** An issued invoice without its number, which the database gives out gaplessly when it is written. */
export interface Invoice extends DocumentHead {
  readonly reason: InvoiceReason;
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly lines: readonly InvoiceLine[];
}

/** A credit note without its number. Its lines are negative and point at the lines that they credit. */
export interface CreditNote extends DocumentHead {
  readonly lines: readonly InvoiceLine[];
}
