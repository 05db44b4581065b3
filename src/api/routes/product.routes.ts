import { productInput, productList, productView } from '../../contracts/wire/product.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/list.ts';
import { created, notFound, ok, refusal } from '../answer.ts';
import { fromApiProduct, toApiProduct } from '../convert/catalogue.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../idempotent-route.ts';
import { insertKeyed } from '../keyed-insert.ts';
import { toApiPage, toPageRequest } from '../paging.ts';
import { readRoute, type Route } from '../route.ts';

const tag = 'Products';

export const productRoutes = (deps: ApiDeps): readonly Route[] => [
  writeRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/products',
      operationId: 'createProduct',
      tag,
      summary: 'Create a product',
      query: noQuery,
      body: productInput,
      answers: { 201: productView },
      problems: ['key_already_used'],
    },
    async ({ body, requestId }, writes) => {
      const product = await insertKeyed(body, {
        make: (key) => fromApiProduct(body, key),
        insert: (made) => writes.insertProduct(made),
      });
      return product.ok ? created(toApiProduct(product.value)) : refusal(product.error, requestId);
    },
  ),
  readRoute(
    {
      method: 'GET',
      path: '/v1/products',
      operationId: 'listProducts',
      tag,
      summary: 'List products',
      query: pageQuery,
      body: noBody,
      answers: { 200: productList },
      problems: [],
    },
    async ({ tenant, query }) =>
      ok(toApiPage(await deps.catalogue.listProducts(tenant.id, toPageRequest(query)), toApiProduct)),
  ),
  readRoute(
    {
      method: 'GET',
      path: '/v1/products/{key}',
      operationId: 'getProduct',
      tag,
      summary: 'Read a product',
      query: noQuery,
      body: noBody,
      answers: { 200: productView },
      problems: ['not_found'],
    },
    async ({ tenant, params, requestId }) => {
      const product = await deps.catalogue.findProduct(tenant.id, params.key);
      return product === null ? notFound('product', params.key, requestId) : ok(toApiProduct(product));
    },
  ),
];
