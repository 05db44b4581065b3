import { declareCustomField } from '../../application/catalogue/declare-custom-field.ts';
import {
  customFieldInput,
  customFieldList,
  customFieldQuery,
  customFieldView,
} from '../../contracts/wire/catalogue/custom-field.ts';
import type { ApiDeps } from '../http/deps.ts';
import { toPageRequest } from '../http/paging.ts';
import type { Route } from '../http/route.ts';
import { fromApiCustomField, toApiCustomField } from './custom-field.convert.ts';
import { keyedResourceRoutes } from './keyed-resource.routes.ts';

export const customFieldRoutes = (deps: ApiDeps): readonly Route[] =>
  keyedResourceRoutes(deps, {
    path: '/v1/custom-fields',
    tag: 'Custom fields',
    view: customFieldView,
    toApi: toApiCustomField,
    create: {
      operationId: 'declareCustomField',
      summary: 'Define a custom field for a kind of offering',
      body: customFieldInput,
      run: (writes, body) => declareCustomField(writes, fromApiCustomField(body)),
    },
    list: {
      operationId: 'listCustomFields',
      summary: 'List custom fields',
      query: customFieldQuery,
      page: customFieldList,
      find: (tenantId, query) =>
        deps.catalogue.listCustomFields(tenantId, { entity: query.entity ?? null }, toPageRequest(query)),
    },
  });
