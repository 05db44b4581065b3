import { toPriceModel, fromPriceModel } from '../../contracts/wire/catalogue/price-model.ts';
import type { PriceInput, PricePresentationInput, PriceTermsInput, PriceView } from '../../contracts/wire/catalogue/price.ts';
import type { RateCardInput, RateCardView } from '../../contracts/wire/catalogue/rate-card.ts';
import { derivePriceKey } from '../../domain/catalogue/model/derive-price-key.ts';
import {
  type Entitlement,
  plainPresentation,
  type PricePoint,
  type PricePresentation,
  type RateCard,
} from '../../domain/catalogue/model/rate-card.ts';
import { newId } from '../../application/new-id.ts';
import { fromApiKey } from './key.convert.ts';
import { statedFields } from './stated-fields.ts';

/**
 * A rate card as it goes into a draft, for one phase of a plan or for every one (null): its prices get their ids here. A feature
 * that it brings along is named when it is made.
 */
export const fromApiRateCard = (input: RateCardInput, phase: string | null): RateCard => ({
  key: input.key,
  phase,
  name: input.name ?? null,
  featureKey: input.featureKey ?? null,
  entitlement: input.entitlement === undefined ? null : fromApiEntitlement(input.entitlement),
  prices: (input.prices ?? []).map((price) => fromApiPrice(price, input.key)),
});

function fromApiEntitlement(input: NonNullable<RateCardInput['entitlement']>): Entitlement {
  if (input.kind !== 'metered') return input;
  const { kind, limit, quota, includedUsage, reset, carryover } = input;
  return {
    kind,
    limit,
    quota: quota ?? null,
    includedUsage: includedUsage ?? null,
    reset: reset ?? null,
    carryover: carryover === undefined ? null : { cap: carryover.cap ?? null, expiresAfter: carryover.expiresAfter },
  };
}

const fromApiPrice = (input: PriceInput, cardKey: string): PricePoint => ({
  ...fromApiTerms(input, cardKey),
  presentation: { ...plainPresentation, ...fromApiPresentation(input) },
});

/** What a price charges, with a new id; a blank key is derived from what the price belongs to, its currency and its cadence. */
export function fromApiTerms(input: PriceTermsInput, ownerKey: string) {
  const { currency, cadence, timing } = input;
  return {
    id: newId('pri'),
    key: fromApiKey(input) ?? derivePriceKey(ownerKey, input),
    currency,
    cadence,
    timing,
    usageOf: input.usageOf ?? null,
    cycles: input.cycles ?? null,
    trialDays: input.trialDays ?? 0,
    ...toPriceModel(input),
  };
}

/** A rate card as it leaves: its phase is where it stands. */
export const toApiRateCard = ({ phase: _phase, prices, ...card }: RateCard): RateCardView => ({
  ...card,
  prices: prices.map(toApiPrice),
});

/** What is stated of the presentation of a price, which may come with other fields of the price. */
export function fromApiPresentation({ tax, ...stated }: PricePresentationInput): Partial<PricePresentation> {
  const { externalName, internalName, description, showDescriptionInInvoices, showDescriptionInQuotes } = stated;
  const { invoiceNotes, sku, accountingCode, accountingCategory, archived } = stated;
  const texts = { externalName, internalName, description, showDescriptionInInvoices, showDescriptionInQuotes };
  const books = { invoiceNotes, sku, accountingCode, accountingCategory, archived };
  return statedFields({ ...texts, ...books, tax: tax && fromApiTax(tax) });
}

const fromApiTax = (tax: NonNullable<PricePresentationInput['tax']>): PricePresentation['tax'] =>
  tax === 'exempt' ? { kind: 'exempt' } : { kind: 'taxable', profile: tax.profile };

/** A price as it leaves: its terms, its presentation and the fields of its model side by side. */
export function toApiPrice(price: PricePoint): PriceView {
  const { tax, ...presentation } = price.presentation;
  return { ...toApiTerms(price), ...presentation, tax: toApiTax(tax) };
}

/** What a price charges. */
export function toApiTerms(price: PricePoint) {
  const { id, key, currency, cadence, timing, usageOf, cycles, trialDays } = price;
  return { id, key, currency, cadence, timing, usageOf, cycles, trialDays, ...fromPriceModel(price) };
}

/** Which taxes a price bears, on the wire. */
export const toApiTax = (tax: PricePresentation['tax']): PriceView['tax'] =>
  tax.kind === 'exempt' ? 'exempt' : tax.profile === null ? 'taxable' : { profile: tax.profile };
