import { featureEdit, featureInput, featureList, featureView } from '../../contracts/wire/catalogue/feature.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/shared/list.ts';
import { changeFeature } from '../../domain/catalogue/versions/change-feature.ts';
import { created, notFound, ok, refusal } from '../http/answer.ts';
import { fromApiFeature, fromApiFeatureEdit, toApiFeature } from './catalogue.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { refuseStale } from '../http/if-match.ts';
import { insertKeyed } from '../../application/catalogue/keyed-insert.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';
import { staleRefusals } from '../subscription/refusals.ts';

const tag = 'Features';

export const featureRoutes = (deps: ApiDeps): readonly Route[] => [
  editRoute(deps),
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

const editRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'PATCH',
      path: '/v1/features/{key}',
      operationId: 'editFeature',
      tag,
      summary: 'Edit a feature: what it is called, and what it means until anything with it was launched',
      query: noQuery,
      body: featureEdit,
      answers: { 200: featureView },
      problems: ['not_found', 'feature_in_use', ...staleRefusals],
    },
    async ({ params, body, header, requestId }, writes) => {
      // A launch must not come between the look at what is launched and the change of what a feature means.
      const isMeaning = body.kind !== undefined || body.meter !== undefined;
      const feature = await writes.lockFeature(params.key, isMeaning ? 'nobody' : 'others');
      if (feature === null) return notFound('feature', params.key, requestId);
      const stale = refuseStale({ header, requestId }, { what: 'feature', revision: feature.revision });
      if (stale !== null) return stale;
      const isLaunched = isMeaning && (await writes.isFeatureLaunched(feature.key));
      const changed = changeFeature(feature, fromApiFeatureEdit(body), isLaunched ? 'launched' : 'unused');
      return changed.ok ? ok(toApiFeature(await writes.saveFeature(changed.value))) : refusal(changed.error, requestId);
    },
  );
