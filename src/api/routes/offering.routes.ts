import type { z } from 'zod';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/list.ts';
import { checkLaunch } from '../../domain/catalogue/launch.ts';
import type { OfferingKind, OfferingVersion } from '../../domain/catalogue/offering.ts';
import { notFound, ok, refusal } from '../answer.ts';
import { toApiOffering, toApiVersion } from '../convert/offering.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../idempotent-route.ts';
import { toApiPage, toPageRequest } from '../paging.ts';
import type { CatalogueWrites } from '../ports.ts';
import { readRoute, type Route } from '../route.ts';

/** How one kind of offering is named on the wire. */
export interface OfferingResource {
  readonly kind: OfferingKind;
  readonly path: '/v1/plans' | '/v1/add-ons';
  /** For operation ids: `Plan`. */
  readonly name: string;
  /** In a sentence: `plan`. */
  readonly noun: string;
  readonly tag: string;
  readonly view: z.ZodType;
  readonly list: z.ZodType;
  readonly version: z.ZodType;
}

/** What plans and add-ons have in common: they are listed, read, and put on sale. */
export const offeringRoutes = (deps: ApiDeps, resource: OfferingResource): readonly Route[] => [
  listRoute(deps, resource),
  oneRoute(deps, resource),
  versionRoute(deps, resource),
  launchRoute(deps, resource),
];

const listRoute = (deps: ApiDeps, { kind, path, name, noun, tag, list }: OfferingResource): Route =>
  readRoute(
    {
      method: 'GET',
      path,
      operationId: `list${name}s`,
      tag,
      summary: `List ${noun}s`,
      query: pageQuery,
      body: noBody,
      answers: { 200: list },
      problems: [],
    },
    async ({ tenant, query }) =>
      ok(toApiPage(await deps.catalogue.listOfferings(tenant.id, kind, toPageRequest(query)), toApiOffering)),
  );

const oneRoute = (deps: ApiDeps, { kind, path, name, noun, tag, view }: OfferingResource): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{key}`,
      operationId: `get${name}`,
      tag,
      summary: `Read a ${noun} with its newest version`,
      query: noQuery,
      body: noBody,
      answers: { 200: view },
      problems: ['not_found'],
    },
    async ({ tenant, params, requestId }) => {
      const offering = await deps.catalogue.findOffering(tenant.id, kind, params.key);
      return offering === null ? notFound(noun, params.key, requestId) : ok(toApiOffering(offering));
    },
  );

const versionRoute = (deps: ApiDeps, { kind, path, name, noun, tag, version }: OfferingResource): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{key}/versions/{version}`,
      operationId: `get${name}Version`,
      tag,
      summary: `Read one version of a ${noun}`,
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

const launchRoute = (deps: ApiDeps, { kind, path, name, noun, tag, view }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${path}/{key}/launch`,
      operationId: `launch${name}`,
      tag,
      summary: `Put the draft of a ${noun} on sale`,
      query: noQuery,
      body: noBody,
      answers: { 200: view },
      problems: ['not_found', 'nothing_to_launch', 'invalid_offering'],
    },
    async ({ params, requestId }, writes) => {
      const offering = await writes.lockOffering(kind, params.key);
      if (offering === null) return notFound(noun, params.key, requestId);
      const checked = checkLaunch(offering.latest, await launchFacts(writes, offering.latest));
      return checked.ok ? ok(toApiOffering(await writes.launchDraft(offering))) : refusal(checked.error, requestId);
    },
  );

/** The features and launched add-ons that a version names. */
async function launchFacts(writes: CatalogueWrites, version: OfferingVersion) {
  const featureKeys = version.rateCards.flatMap(({ featureKey }) => (featureKey === null ? [] : [featureKey]));
  const addOnKeys = version.kind === 'plan' ? version.addOns.map(({ addOnKey }) => addOnKey) : [];
  const features = await writes.findFeatures(featureKeys);
  const addOns = await writes.findLaunchedAddOns(addOnKeys);
  return {
    featureKinds: Object.fromEntries(features.map(({ key, kind }) => [key, kind])),
    launchedAddOnKeys: addOns.map(({ key }) => key),
  };
}
