import { createCustomer } from '../../application/catalogue/create-customer.ts';
import { editCustomer } from '../../application/catalogue/edit-customer.ts';
import { customerEdit, customerInput, customerList, customerView } from '../../contracts/wire/catalogue/customer.ts';
import { pageQuery } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from '../http/deps.ts';
import { toPageRequest } from '../http/paging.ts';
import type { Route } from '../http/route.ts';
import { fromApiCustomer, toApiCustomer } from './customer.convert.ts';
import { keyedResourceRoutes } from './keyed-resource.routes.ts';
import { statedFields } from './stated-fields.ts';

export const customerRoutes = (deps: ApiDeps): readonly Route[] =>
  keyedResourceRoutes(deps, {
    path: '/v1/customers',
    tag: 'Customers',
    view: customerView,
    toApi: toApiCustomer,
    create: {
      operationId: 'createCustomer',
      summary: 'Create a customer',
      body: customerInput,
      run: (writes, body) => createCustomer(writes, fromApiCustomer(body)),
    },
    list: {
      operationId: 'listCustomers',
      summary: 'List customers',
      query: pageQuery,
      page: customerList,
      find: (tenantId, query) => deps.catalogue.listCustomers(tenantId, toPageRequest(query)),
    },
    one: {
      noun: 'customer',
      param: 'customerId',
      get: {
        operationId: 'getCustomer',
        summary: 'Read a customer, by id or key',
        find: (tenantId, idOrKey) => deps.catalogue.findCustomer(tenantId, idOrKey),
      },
      edit: {
        operationId: 'editCustomer',
        summary: 'Edit a customer, by id or key; fields that its subscriptions depend on cannot change',
        body: customerEdit,
        problems: ['customer_in_use'],
        run: (writes, { change, ...edit }) => editCustomer(writes, { ...edit, change: statedFields(change) }),
      },
    },
  });
