import type { BaseKind, BaseVersion, Offering } from '../../domain/catalogue/model/offering.ts';
import type { TenantId } from '../../domain/ids.ts';
import { customerOffer, type CustomerOffer } from '../../domain/subscription/offer/customer-offer.ts';
import type { Buyer } from '../../domain/subscription/offer/may-buy.ts';
import type { Customer } from '../../domain/customer/customer.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { notFound } from '../../domain/refusals/catalogue.ts';
import { invalidRequest } from '../../domain/refusals/requests.ts';
import { planNotLaunched } from '../../domain/refusals/subscriptions.ts';
import type { Cadence } from '../../domain/time/cadence.ts';
import type { CatalogueReads } from '../ports/catalogue.ts';
import { offeringNouns } from './offering-noun.ts';

/** The query of a buyer. */
export interface OfferQuestion extends Omit<Buyer, 'accountType'> {
  /** The id or key of the customer. */
  readonly customerId: string;
  readonly base: { readonly kind: BaseKind; readonly key: string };
  /** Null: the customer's currency. */
  readonly currency: string | null;
  /** Null: every cadence of the base. */
  readonly cadence: Cadence | null;
}

/** The offer to a customer in one currency. */
export interface OfferToCustomer {
  readonly customer: Customer;
  readonly currency: string;
  readonly offer: CustomerOffer;
}

/**
 * Offers a plan or single purchase to a customer, with the add-ons and prices that the customer may buy now. Refuses `not_found`,
 * `plan_not_launched`, `invalid_request` without a currency, and as `customerOffer` does.
 */
export async function offerToCustomer(
  catalogue: CatalogueReads,
  tenantId: TenantId,
  question: OfferQuestion,
): Promise<Result<OfferToCustomer>> {
  const { customerId, base, actor, role, cadence } = question;
  const customer = await catalogue.findCustomer(tenantId, customerId);
  if (customer === null) return notFound({ kind: 'customer', name: customerId });
  const currency = currencyOf(customer, question);
  if (!currency.ok) return currency;
  const offering = await catalogue.findOffering(tenantId, base.kind, base.key);
  if (offering === null) return notFound({ kind: offeringNouns[base.kind], name: base.key });
  const version = onSale(offering);
  if (!version.ok) return version;
  const linked = version.value.addOns.map(({ addOnKey }) => addOnKey);
  const offer = customerOffer({
    base: version.value,
    addOns: await catalogue.findLaunchedAddOns(tenantId, linked),
    buyer: { actor, role, accountType: customer.accountType },
    currency: currency.value,
    cadence,
    tenantPolicies: (await catalogue.findSettings(tenantId)).policies,
  });
  return offer.ok ? accepted({ customer, currency: currency.value, offer: offer.value }) : offer;
}

function currencyOf(customer: Customer, { currency: asked }: OfferQuestion): Result<string> {
  const currency = asked ?? customer.currency;
  if (currency !== null) return accepted(currency);
  const detail = 'The customer has no currency: name one in `currency`.';
  return invalidRequest([{ code: 'currency_required', pointer: '/query/currency', detail }]);
}

/** The launched version, unless the offering is archived. */
function onSale({ kind, key, archived, launched }: Offering): Result<BaseVersion> {
  if (!archived && launched !== null && launched.kind !== 'addOn') return accepted(launched);
  return planNotLaunched({ key, pointer: kind === 'plan' ? '/query/planKey' : '/query/singlePurchaseKey' });
}
