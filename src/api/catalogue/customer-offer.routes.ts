import {
  type CustomerOfferQuery,
  customerOfferQuery,
  customerOfferView,
} from '../../contracts/wire/catalogue/customer-offer.ts';
import { noBody } from '../../contracts/wire/shared/list.ts';
import { customerOffer } from '../../domain/catalogue/sale/customer-offer.ts';
import type { BaseVersion, Offering, OfferingKind } from '../../domain/catalogue/model/offering.ts';
import { accepted, refused, type Result } from '../../domain/refusal.ts';
import { type Answer, notFound, ok, refusal } from '../http/answer.ts';
import { toApiCustomerOffer } from './customer-offer.convert.ts';
import type { ApiDeps } from '../deps.ts';
import type { Customer } from '../../domain/customer/customer.ts';
import { type EdgeRequest, readRoute, type Route } from '../http/route.ts';

export const customerOfferRoutes = (deps: ApiDeps): readonly Route[] => [
  readRoute(
    {
      method: 'GET',
      path: '/v1/catalog/offer',
      operationId: 'getCustomerOffer',
      tag: 'Catalog',
      summary: 'What this buyer may buy now: a plan or single purchase with its add-ons and prices',
      query: customerOfferQuery,
      body: noBody,
      answers: { 200: customerOfferView },
      problems: ['not_found', 'plan_not_launched', 'price_not_found', 'price_not_chargeable'],
    },
    async (call) => {
      const { tenant, query, requestId } = call;
      const customer = await deps.catalogue.findCustomer(tenant.id, query.customerId);
      if (customer === null) return notFound('customer', query.customerId, requestId);
      const currency = currencyOf(customer, query);
      if (!currency.ok) return refusal(currency.error, requestId);
      const { kind, key, noun } = baseOf(query);
      const offering = await deps.catalogue.findOffering(tenant.id, kind, key);
      if (offering === null) return notFound(noun, key, requestId);
      const base = onSale(offering);
      if (!base.ok) return refusal(base.error, requestId);
      return answerOffer(deps, call, { customer, currency: currency.value, base: base.value });
    },
  ),
];

async function answerOffer(
  { catalogue }: ApiDeps,
  { tenant, query, requestId }: Pick<EdgeRequest, 'tenant' | 'requestId'> & { readonly query: CustomerOfferQuery },
  { customer, currency, base }: { readonly customer: Customer; readonly currency: string; readonly base: BaseVersion },
): Promise<Answer> {
  const linked = base.addOns.map(({ addOnKey }) => addOnKey);
  const offer = customerOffer({
    base,
    addOns: await catalogue.findLaunchedAddOns(tenant.id, linked),
    buyer: { audience: query.audience, role: query.role ?? null, accountType: customer.accountType },
    currency,
    cadence: query.cadence ?? null,
    tenantPolicies: (await catalogue.findSettings(tenant.id)).policies,
  });
  if (!offer.ok) return refusal(offer.error, requestId);
  return ok(toApiCustomerOffer(offer.value, { customer, audience: query.audience, currency }));
}

function baseOf({ planKey, singlePurchaseKey = '' }: CustomerOfferQuery): {
  readonly kind: OfferingKind;
  readonly key: string;
  readonly noun: string;
} {
  if (planKey !== undefined) return { kind: 'plan', key: planKey, noun: 'plan' };
  return { kind: 'singlePurchase', key: singlePurchaseKey, noun: 'single purchase' };
}

function currencyOf(customer: Customer, query: CustomerOfferQuery): Result<string> {
  const currency = query.currency ?? customer.currency;
  if (currency !== null) return accepted(currency);
  const issue = { code: 'currency_required', pointer: '/query/currency', detail: 'the customer has no currency of its own' };
  return refused('invalid_request', 'name the currency, as the customer has none', { issues: [issue] });
}

/** The version that is for sale; an archived offering is not, whatever was launched. */
function onSale({ key, archived, launched }: Offering): Result<BaseVersion> {
  if (!archived && launched !== null && launched.kind !== 'addOn') return accepted(launched);
  return refused('plan_not_launched', `${key} is not on sale: ${archived ? 'it is archived' : 'launch it first'}.`);
}
