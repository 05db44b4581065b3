import { toPriceModel, fromPriceModel } from '../../contracts/wire/catalogue/price-model.ts';
import type { PriceInput, PricePresentationInput, PriceTermsInput, PriceView } from '../../contracts/wire/catalogue/price.ts';
import type { RateCardInput, RateCardView } from '../../contracts/wire/catalogue/rate-card.ts';
import { derivePriceKey } from '../../domain/catalogue/model/derive-price-key.ts';
import {
  type EditablePrice,
  type Entitlement,
  defaultPresentation,
  defaultTerms,
  type PricePoint,
  type PricePresentation,
  type PriceTax,
  type RateCard,
} from '../../domain/catalogue/model/rate-card.ts';
import { newId } from '../../application/new-id.ts';
import { fromApiKey } from './key.convert.ts';
import { statedFields } from './stated-fields.ts';

/**
 * The rate card of a draft, for one phase of a plan or for all (null). Its prices get new ids. The key of an inline feature is set when
 * the feature is created.
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

function fromApiPrice(input: PriceInput, cardKey: string): PricePoint {
  const { presentation, ...stated } = fromApiEditable(input);
  return {
    ...defaultTerms,
    ...fromApiTerms(input, cardKey),
    presentation: { ...defaultPresentation, ...presentation },
    ...stated,
  };
}

/** The terms of a price, with a new id. A blank key is derived from `ownerKey`, currency and cadence. */
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

/** The wire form of a rate card, without its phase, which contains it. */
export const toApiRateCard = ({ phase: _phase, prices, ...card }: RateCard): RateCardView => ({
  ...card,
  prices: prices.map(toApiPrice),
});

interface StatedPrice extends Partial<Omit<EditablePrice, 'presentation'>> {
  readonly presentation: Partial<PricePresentation>;
}

/** The editable fields that an input has; it may have other fields of the price too. */
export function fromApiEditable({ tax, archived, ...stated }: PricePresentationInput): StatedPrice {
  const { externalName, internalName, description, showDescriptionInInvoices, showDescriptionInQuotes } = stated;
  const { invoiceNotes, sku, accountingCode, accountingCategory } = stated;
  const texts = { externalName, internalName, description, showDescriptionInInvoices, showDescriptionInQuotes };
  const books = { invoiceNotes, sku, accountingCode, accountingCategory };
  return { presentation: statedFields({ ...texts, ...books }), ...statedFields({ tax: tax && fromApiTax(tax), archived }) };
}

const fromApiTax = (tax: NonNullable<PricePresentationInput['tax']>): PriceTax =>
  tax === 'exempt' ? { kind: 'exempt' } : { kind: 'taxable', profile: tax.profile };

/** The wire form of a price: its terms, its editable fields and the fields of its model, flat. */
export const toApiPrice = (price: PricePoint): PriceView => ({
  ...toApiTerms(price),
  ...price.presentation,
  tax: toApiTax(price.tax),
  archived: price.archived,
});

/** The wire form of the terms of a price. */
export function toApiTerms(price: PricePoint) {
  const { id, key, currency, cadence, timing, usageOf, cycles, trialDays } = price;
  return { id, key, currency, cadence, timing, usageOf, cycles, trialDays, ...fromPriceModel(price) };
}

/** The wire form of the tax treatment of a price. */
export const toApiTax = (tax: PriceTax): PriceView['tax'] =>
  tax.kind === 'exempt' ? 'exempt' : tax.profile === null ? 'taxable' : { profile: tax.profile };
