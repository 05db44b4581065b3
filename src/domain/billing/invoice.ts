import type { OfferingKind } from '../catalogue/model/offering.ts';
import type { AttachmentId } from '../ids.ts';
import type { PriceTax } from '../catalogue/model/rate-card.ts';
import type { Money } from '../money/money.ts';
import type { PriceWorking } from '../pricing/derive-price.ts';
import type { PinnedPolicies } from '../policy/policy.ts';
import type { Instant } from '../time/instant.ts';
import type { Period } from '../time/period.ts';

/** What a line charges or credits. */
export type LineKind = 'recurring' | 'proration' | 'oneTime' | 'credit';

/** The credited line at the time of the credit. The `quantity` of the credit is the part of this `quantity` that is given up. */
export interface CreditedPart {
  readonly amount: string;
  /** The amount that was already credited. */
  readonly before: string;
  readonly quantity: string;
}

/** The derivation of an amount (ADR 0068). */
export interface Derivation {
  readonly formula: string;
  readonly quantity: string;
  /**
   * The price per unit or the flat amount, also on a credit; null if the units have different prices. Credits of former releases
   * have the billed amount here, and no `credited`.
   */
  readonly unitAmount: string | null;
  /** The derivation of the price of the units; absent if it is the quantity times one price, and on a credit. */
  readonly price?: PriceWorking;
  /** The price of the units that are already paid for; it is subtracted. Only on a line for added units. */
  readonly paid?: PriceWorking;
  /** The credited line; absent on a charge. */
  readonly credited?: CreditedPart;
  /** The sentences of lines from former releases, which have no `price`. */
  readonly steps?: readonly string[];
  readonly share: { readonly numerator: number; readonly denominator: number; readonly unit: string };
  /** The amount before rounding. */
  readonly exactAmount: string;
  readonly rounding: 'half away from zero';
  readonly timeZone: string;
  readonly policies: PinnedPolicies;
}

/**
 * The texts and accounting fields of a line's price at issue (semantics row 20, rules 3-15 to 3-25). Unset fields are absent:
 * without `tax` the taxes of the customer's place apply.
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
 * The period that a line pays for. A one-time line has no end: it pays for as long as the subscription, whose end is not known
 * when the line is charged (ADR 0033).
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
  readonly attachmentId: AttachmentId | null;
  readonly rateCardKey: string;
  readonly priceId: string;
  readonly description: string;
  /** The name of the counted unit, `seat` or `seats`; absent if nothing is counted (rule 2-3). */
  readonly unitName?: string;
  /** Absent on lines from before stamps. */
  readonly stamp?: LineStamp;
  readonly quantity: string;
  readonly unitAmount: string | null;
  readonly amount: Money;
  /** The period that the line pays for. */
  readonly servicePeriod: ServicePeriod;
  /** The period whose length is the denominator of the share. */
  readonly fullPeriod: ServicePeriod;
  /** Distinguishes lines of one service period, such as two increases at one instant. */
  readonly segment: number;
  readonly derivation: Derivation;
  /** The access that this line pays for. */
  readonly grantIds: readonly string[];
  /** For a credit: the line that it credits. */
  readonly creditedLineId: string | null;
}

/** The current texts of a line. An issued line keeps its own (semantics row 20, rules 3-15 to 3-25). */
export type LineTexts = Pick<InvoiceLine, 'description' | 'unitName'> & { readonly stamp: LineStamp };

/** The texts of a line that changed between its creation and its issue. */
export type IssuedTexts = LineTexts & { readonly lineId: string };

/** Why an invoice is issued. */
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

/** An issued invoice without its number; the database assigns gapless numbers when it writes the invoice. */
export interface Invoice extends DocumentHead {
  readonly reason: InvoiceReason;
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly lines: readonly InvoiceLine[];
}

/** A credit note without its number. Its lines are negative and name the lines that they credit. */
export interface CreditNote extends DocumentHead {
  readonly lines: readonly InvoiceLine[];
}
