import type { CustomerOfferQuery, CustomerOfferView, PriceOfferView } from '../../contracts/wire/catalogue/customer-offer.ts';
import type { Offered, OfferedAddOn, OfferedPrice } from '../../domain/subscription/offer/customer-offer.ts';
import { customerName, type OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { phasesOf } from '../../domain/catalogue/model/phase-cards.ts';
import { hasUnitBasedPrice } from '../../domain/catalogue/model/price-lookup.ts';
import type { OfferQuestion, OfferToCustomer } from '../../application/catalogue/offer-to-customer.ts';
import { toApiPrice } from './rate-card.convert.ts';

/** The contract requires exactly one of the two keys. */
export const fromApiCustomerOfferQuery = (query: CustomerOfferQuery): OfferQuestion => ({
  customerId: query.customerId,
  base:
    query.planKey === undefined
      ? { kind: 'singlePurchase', key: query.singlePurchaseKey ?? '' }
      : { kind: 'plan', key: query.planKey },
  actor: query.audience,
  role: query.role ?? null,
  currency: query.currency ?? null,
  cadence: query.cadence ?? null,
});

/** The wire form of an offer: the base under its kind, the add-ons in the order of the links. */
export function toApiCustomerOffer(
  { customer, currency, offer: { base, addOns } }: OfferToCustomer,
  audience: CustomerOfferQuery['audience'],
): CustomerOfferView {
  const { version } = base;
  const offered = {
    ...toApiOffered(base),
    trialDays: version.kind === 'plan' ? version.trialDays : 0,
    phases: [...phasesOf(version)],
  };
  return {
    customerId: customer.id,
    audience,
    currency,
    plan: version.kind === 'plan' ? offered : null,
    singlePurchase: version.kind === 'singlePurchase' ? offered : null,
    addOns: addOns.map(toApiOfferedAddOn),
  };
}

const toApiOffered = ({ version, cadences, prices }: Offered<OfferingVersion>) => ({
  key: version.key,
  version: version.version,
  displayName: customerName(version),
  description: version.description,
  imageUrl: version.imageUrl,
  unit: version.unit,
  unitBased: hasUnitBasedPrice(prices.map(({ price }) => price)),
  cadences: [...cadences],
  prices: prices.map(toApiOfferedPrice),
});

const toApiOfferedAddOn = (offered: OfferedAddOn): CustomerOfferView['addOns'][number] => ({
  ...toApiOffered(offered),
  instance: offered.version.instance,
  requirement: offered.link.requirement,
  maxInstances: offered.link.maxInstances,
  fromPhase: offered.link.fromPhase,
  availableInTrial: offered.availableInTrial,
});

function toApiOfferedPrice({ rateCardKey, phase, price }: OfferedPrice): PriceOfferView {
  const {
    internalName: _internalName,
    invoiceNotes: _invoiceNotes,
    sku: _sku,
    accountingCode: _accountingCode,
    accountingCategory: _accountingCategory,
    archived: _archived,
    ...readable
  } = toApiPrice(price);
  return { ...readable, rateCardKey, phase };
}
