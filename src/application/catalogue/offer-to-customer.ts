import type { BaseVersion, Offering } from '../../domain/catalogue/model/offering.ts';
import { type Buyer, customerOffer, type CustomerOffer } from '../../domain/subscription/offer/customer-offer.ts';
import type { Customer } from '../../domain/customer/customer.ts';
import { accepted, refused, type Result } from '../../domain/refusal.ts';
import type { Cadence } from '../../domain/time/cadence.ts';
import type { CatalogueReads } from '../ports/catalogue.ts';
import { offeringNouns } from './offering-noun.ts';

/** What a buyer asks for. */
export interface OfferQuestion extends Omit<Buyer, 'accountType'> {
  /** The id or key of the customer who buys. */
  readonly customerId: string;
  readonly base: { readonly kind: BaseVersion['kind']; readonly key: string };
  /** That of the customer where it is null. */
  readonly currency: string | null;
  /** Every cadence of the base where it is null. */
  readonly cadence: Cadence | null;
}

/** What a customer may buy now, in a currency. */
export interface OfferToCustomer {
  readonly customer: Customer;
  readonly currency: string;
  readonly offer: CustomerOffer;
}

/**
 * What a customer may buy now: a plan or single purchase with its add-ons and prices. Refuses `not_found`, `invalid_request` without a
 * currency, `plan_not_launched`, and as `customerOffer` does.
 */
export async function offerToCustomer(
  catalogue: CatalogueReads,
  tenantId: string,
  question: OfferQuestion,
): Promise<Result<OfferToCustomer>> {
  const { customerId, base, audience, role, cadence } = question;
  const customer = await catalogue.findCustomer(tenantId, customerId);
  if (customer === null) return refused('not_found', `there is no customer ${customerId}`);
  const currency = currencyOf(customer, question);
  if (!currency.ok) return currency;
  const offering = await catalogue.findOffering(tenantId, base.kind, base.key);
  if (offering === null) return refused('not_found', `there is no ${offeringNouns[base.kind]} ${base.key}`);
  const version = onSale(offering);
  if (!version.ok) return version;
  const linked = version.value.addOns.map(({ addOnKey }) => addOnKey);
  const offer = customerOffer({
    base: version.value,
    addOns: await catalogue.findLaunchedAddOns(tenantId, linked),
    buyer: { audience, role, accountType: customer.accountType },
    currency: currency.value,
    cadence,
    tenantPolicies: (await catalogue.findSettings(tenantId)).policies,
  });
  return offer.ok ? accepted({ customer, currency: currency.value, offer: offer.value }) : offer;
}

function currencyOf(customer: Customer, { currency: asked }: OfferQuestion): Result<string> {
  const currency = asked ?? customer.currency;
  if (currency !== null) return accepted(currency);
  const issue = { code: 'currency_required', pointer: '/query/currency', detail: 'the customer has no currency of its own' };
  return refused('invalid_request', 'name the currency, as the customer has none', { issues: [issue] });
}

/** The version that is for sale; an archived offering is not, whatever was launched. */
function onSale({ key, archived, launched }: Offering): Result<BaseVersion> {
  if (!archived && launched !== null && launched.kind !== 'addOn') return accepted(launched);
  return refused('plan_not_launched', `${key} is not on sale: ${archived ? 'it is archived' : 'launch it first'}.`);
}
