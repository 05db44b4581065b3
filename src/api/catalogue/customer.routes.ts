import { customerEdit, customerInput, customerList, customerView } from '../../contracts/wire/catalogue/customer.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/shared/list.ts';
import { changeCustomer } from '../../domain/customer/change-customer.ts';
import { created, notFound, ok, refusal } from '../http/answer.ts';
import { fromApiCustomer, statedFields, toApiCustomer } from './catalogue.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { refuseStale } from '../http/if-match.ts';
import { keyTaken } from '../../application/catalogue/keyed-insert.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';
import { staleRefusals } from '../subscription/refusals.ts';

const tag = 'Customers';

export const customerRoutes = (deps: ApiDeps): readonly Route[] => [
  editRoute(deps),
  writeRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/customers',
      operationId: 'createCustomer',
      tag,
      summary: 'Create a customer',
      query: noQuery,
      body: customerInput,
      answers: { 201: customerView },
      problems: ['key_already_used'],
    },
    async ({ body, requestId }, writes) => {
      const customer = fromApiCustomer(body);
      if ((await writes.insertCustomer(customer)) === 'inserted') return created(toApiCustomer(customer));
      return refusal(keyTaken(customer.key ?? customer.id), requestId);
    },
  ),
  readRoute(
    {
      method: 'GET',
      path: '/v1/customers',
      operationId: 'listCustomers',
      tag,
      summary: 'List customers',
      query: pageQuery,
      body: noBody,
      answers: { 200: customerList },
      problems: [],
    },
    async ({ tenant, query }) =>
      ok(toApiPage(await deps.catalogue.listCustomers(tenant.id, toPageRequest(query)), toApiCustomer)),
  ),
  readRoute(
    {
      method: 'GET',
      path: '/v1/customers/{customerId}',
      operationId: 'getCustomer',
      tag,
      summary: 'Read a customer, by id or key',
      query: noQuery,
      body: noBody,
      answers: { 200: customerView },
      problems: ['not_found'],
    },
    async ({ tenant, params, requestId }) => {
      const customer = await deps.catalogue.findCustomer(tenant.id, params.customerId);
      return customer === null ? notFound('customer', params.customerId, requestId) : ok(toApiCustomer(customer));
    },
  ),
];

const editRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'PATCH',
      path: '/v1/customers/{customerId}',
      operationId: 'editCustomer',
      tag,
      summary: 'Edit a customer, by id or key; what its subscriptions go by stays',
      query: noQuery,
      body: customerEdit,
      answers: { 200: customerView },
      problems: ['not_found', 'customer_in_use', ...staleRefusals],
    },
    async ({ params, body, header, requestId }, writes) => {
      const customer = await writes.lockCustomer(params.customerId);
      if (customer === null) return notFound('customer', params.customerId, requestId);
      const stale = refuseStale({ header, requestId }, { what: 'customer', revision: customer.revision });
      if (stale !== null) return stale;
      const changed = changeCustomer(customer, statedFields(body), await writes.findCustomerUse(customer.id));
      return changed.ok ? ok(toApiCustomer(await writes.saveCustomer(changed.value))) : refusal(changed.error, requestId);
    },
  );
