import { createFeature } from '../../application/catalogue/create-feature.ts';
import { editFeature } from '../../application/catalogue/edit-feature.ts';
import { featureEdit, featureInput, featureList, featureView } from '../../contracts/wire/catalogue/feature.ts';
import { pageQuery } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from '../http/deps.ts';
import { toPageRequest } from '../http/paging.ts';
import type { Route } from '../http/route.ts';
import { fromApiFeature, fromApiFeatureEdit, toApiFeature } from './feature.convert.ts';
import { keyedResourceRoutes } from './keyed-resource.routes.ts';

export const featureRoutes = (deps: ApiDeps): readonly Route[] =>
  keyedResourceRoutes(deps, {
    path: '/v1/features',
    tag: 'Features',
    view: featureView,
    toApi: toApiFeature,
    create: {
      operationId: 'createFeature',
      summary: 'Create a feature',
      body: featureInput,
      run: (writes, body) => createFeature(writes, fromApiFeature(body)),
    },
    list: {
      operationId: 'listFeatures',
      summary: 'List features',
      query: pageQuery,
      page: featureList,
      find: (tenantId, query) => deps.catalogue.listFeatures(tenantId, toPageRequest(query)),
    },
    one: {
      noun: 'feature',
      param: 'key',
      get: {
        operationId: 'getFeature',
        summary: 'Read a feature',
        find: (tenantId, key) => deps.catalogue.findFeature(tenantId, key),
      },
      edit: {
        operationId: 'editFeature',
        summary: 'Edit a feature; kind and meter only until an offering with it is launched',
        body: featureEdit,
        problems: ['feature_in_use'],
        run: (writes, { change, ...edit }) => editFeature(writes, { ...edit, change: fromApiFeatureEdit(change) }),
      },
    },
  });
