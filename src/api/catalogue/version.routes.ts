import { z } from 'zod';
import { compareVersions } from '../../application/catalogue/compare-versions.ts';
import { createNextVersion } from '../../application/catalogue/create-next-version.ts';
import { versionDiff } from '../../contracts/wire/catalogue/offering.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, created, notFound, ok } from '../http/answer.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';
import { toApiOffering, toApiVersion } from './offering.convert.ts';
import { linkRefusals, type OfferingResource } from './offering-resource.ts';
import { fromApiChanges } from './stated-offering.convert.ts';

export const nextVersionRoute = (deps: ApiDeps, resource: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${resource.path}/{key}/versions` as const,
      operationId: `create${resource.name}Version`,
      tag: resource.tag,
      summary: 'Create a draft of the next version from the last one, with changes',
      query: noQuery,
      body: resource.changes,
      answers: { 201: resource.view },
      problems: [
        'not_found',
        'draft_exists',
        'invalid_offering',
        'key_already_used',
        ...linkRefusals(resource),
        'pricing_model_immutable',
        'cycles_immutable',
      ],
    },
    async ({ params: { key }, body, requestId }, writes) => {
      const next = await createNextVersion(writes, { kind: resource.kind, key, ...fromApiChanges(body) });
      return answerOf(next, requestId, (offering) => created(toApiOffering(offering)));
    },
  );

export const versionsRoute = (deps: ApiDeps, { kind, path, name, noun, tag, versions }: OfferingResource): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{key}/versions` as const,
      operationId: `list${name}Versions`,
      tag,
      summary: `List the versions of the ${noun}, newest first`,
      query: pageQuery,
      body: noBody,
      answers: { 200: versions },
      problems: ['not_found'],
    },
    async ({ tenant, params, query, requestId }) => {
      const page = await deps.catalogue.listVersions(tenant.id, { kind, key: params.key }, toPageRequest(query));
      return page === null ? notFound(noun, params.key, requestId) : ok(toApiPage(page, toApiVersion));
    },
  );

export const versionRoute = (deps: ApiDeps, { kind, path, name, noun, tag, version }: OfferingResource): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{key}/versions/{version}`,
      operationId: `get${name}Version`,
      tag,
      summary: `Read a version of the ${noun}`,
      query: noQuery,
      body: noBody,
      answers: { 200: version },
      problems: ['not_found'],
    },
    async ({ tenant, params, requestId }) => {
      const wanted = /^[1-9]\d{0,8}$/.test(params.version) ? Number(params.version) : null;
      const found = wanted === null ? null : await deps.catalogue.findVersion(tenant.id, kind, params.key, wanted);
      return found === null
        ? notFound(`version of the ${noun}`, `${params.key}/${params.version}`, requestId)
        : ok(toApiVersion(found));
    },
  );

const versionNumber = z.coerce.number().int().min(1).max(1_000_000_000);

export const diffRoute = (deps: ApiDeps, { kind, path, name, noun, tag }: OfferingResource): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{key}/diff`,
      operationId: `diff${name}Versions`,
      tag,
      summary: `Compare two versions of the ${noun}, with the subscriptions that each difference affects`,
      query: z.strictObject({ from: versionNumber, to: versionNumber }),
      body: noBody,
      answers: { 200: versionDiff },
      problems: ['not_found'],
    },
    async ({ tenant, params: { key }, query, requestId }) => {
      const compared = await compareVersions(deps.catalogue, tenant.id, { kind, key, ...query });
      return answerOf(compared, requestId, (changes) => ok({ ...query, changes }));
    },
  );
