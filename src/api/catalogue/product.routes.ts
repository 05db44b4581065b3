import { createProduct } from '../../application/catalogue/create-product.ts';
import { editProduct } from '../../application/catalogue/edit-product.ts';
import { productEdit, productInput, productList, productView } from '../../contracts/wire/catalogue/product.ts';
import { pageQuery } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from '../http/deps.ts';
import { toPageRequest } from '../http/paging.ts';
import type { Route } from '../http/route.ts';
import { keyedResourceRoutes } from './keyed-resource.routes.ts';
import { fromApiProduct, toApiProduct } from './product.convert.ts';
import { statedFields } from './stated-fields.ts';

export const productRoutes = (deps: ApiDeps): readonly Route[] =>
  keyedResourceRoutes(deps, {
    path: '/v1/products',
    tag: 'Products',
    view: productView,
    toApi: toApiProduct,
    create: {
      operationId: 'createProduct',
      summary: 'Create a product',
      body: productInput,
      run: (writes, body) => createProduct(writes, fromApiProduct(body)),
    },
    list: {
      operationId: 'listProducts',
      summary: 'List products',
      query: pageQuery,
      page: productList,
      find: (tenantId, query) => deps.catalogue.listProducts(tenantId, toPageRequest(query)),
    },
    one: {
      noun: 'product',
      param: 'key',
      get: {
        operationId: 'getProduct',
        summary: 'Read a product',
        find: (tenantId, key) => deps.catalogue.findProduct(tenantId, key),
      },
      edit: {
        operationId: 'editProduct',
        summary: 'Edit a product',
        body: productEdit,
        problems: [],
        run: (writes, { change, ...edit }) => editProduct(writes, { ...edit, change: statedFields(change) }),
      },
    },
  });
