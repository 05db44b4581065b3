import { offerToCustomer } from '../../application/catalogue/offer-to-customer.ts';
import { customerOfferQuery, customerOfferView } from '../../contracts/wire/catalogue/customer-offer.ts';
import { noBody } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, ok } from '../http/answer.ts';
import { readRoute, type Route } from '../http/route.ts';
import { fromApiCustomerOfferQuery, toApiCustomerOffer } from './customer-offer.convert.ts';

export const customerOfferRoutes = (deps: ApiDeps): readonly Route[] => [
  readRoute(
    {
      method: 'GET',
      path: '/v1/catalog/offer',
      operationId: 'getCustomerOffer',
      tag: 'Catalog',
      summary: 'Read what a customer may buy now: a plan or a single purchase with its add-ons and prices',
      query: customerOfferQuery,
      body: noBody,
      answers: { 200: customerOfferView },
      problems: ['not_found', 'plan_not_launched', 'price_not_found', 'price_not_chargeable'],
    },
    async ({ tenant, query, requestId }) => {
      const offered = await offerToCustomer(deps.catalogue, tenant.id, fromApiCustomerOfferQuery(query));
      return answerOf(offered, requestId, (offer) => ok(toApiCustomerOffer(offer, query.audience)));
    },
  ),
];
