import { productEdit, productInput, productList, productView } from '../../contracts/wire/catalogue/product.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/shared/list.ts';
import { created, notFound, ok, refusal } from '../http/answer.ts';
import { fromApiProduct, statedFields, toApiProduct } from './catalogue.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { refuseStale } from '../http/if-match.ts';
import { insertKeyed } from '../../application/catalogue/keyed-insert.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';
import { staleRefusals } from '../subscription/refusals.ts';

const tag = 'Products';

export const productRoutes = (deps: ApiDeps): readonly Route[] => [
  editRoute(deps),
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

const editRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'PATCH',
      path: '/v1/products/{key}',
      operationId: 'editProduct',
      tag,
      summary: 'Edit a product',
      query: noQuery,
      body: productEdit,
      answers: { 200: productView },
      problems: ['not_found', ...staleRefusals],
    },
    async ({ params, body, header, requestId }, writes) => {
      const product = await writes.lockProduct(params.key);
      if (product === null) return notFound('product', params.key, requestId);
      const stale = refuseStale({ header, requestId }, { what: 'product', revision: product.revision });
      return stale ?? ok(toApiProduct(await writes.saveProduct({ ...product, ...statedFields(body) })));
    },
  );
