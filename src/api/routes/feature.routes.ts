import { featureInput, featureList, featureView } from '../../contracts/wire/feature.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/list.ts';
import { created, notFound, ok, refusal } from '../answer.ts';
import { fromApiFeature, toApiFeature } from '../convert/catalogue.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../idempotent-route.ts';
import { insertKeyed } from '../keyed-insert.ts';
import { toApiPage, toPageRequest } from '../paging.ts';
import { readRoute, type Route } from '../route.ts';

const tag = 'Features';

export const featureRoutes = (deps: ApiDeps): readonly Route[] => [
  writeRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/features',
      operationId: 'createFeature',
      tag,
      summary: 'Create a feature',
      query: noQuery,
      body: featureInput,
      answers: { 201: featureView },
      problems: ['key_already_used'],
    },
    async ({ body, requestId }, writes) => {
      const feature = await insertKeyed(body, {
        make: (key) => fromApiFeature(body, key),
        insert: (made) => writes.insertFeature(made),
      });
      return feature.ok ? created(toApiFeature(feature.value)) : refusal(feature.error, requestId);
    },
  ),
  readRoute(
    {
      method: 'GET',
      path: '/v1/features',
      operationId: 'listFeatures',
      tag,
      summary: 'List features',
      query: pageQuery,
      body: noBody,
      answers: { 200: featureList },
      problems: [],
    },
    async ({ tenant, query }) =>
      ok(toApiPage(await deps.catalogue.listFeatures(tenant.id, toPageRequest(query)), toApiFeature)),
  ),
  readRoute(
    {
      method: 'GET',
      path: '/v1/features/{key}',
      operationId: 'getFeature',
      tag,
      summary: 'Read a feature',
      query: noQuery,
      body: noBody,
      answers: { 200: featureView },
      problems: ['not_found'],
    },
    async ({ tenant, params, requestId }) => {
      const feature = await deps.catalogue.findFeature(tenant.id, params.key);
      return feature === null ? notFound('feature', params.key, requestId) : ok(toApiFeature(feature));
    },
  ),
];
