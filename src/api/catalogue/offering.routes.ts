import { z } from 'zod';
import { createOffering } from '../../application/catalogue/create-offering.ts';
import { deleteOffering } from '../../application/catalogue/delete-offering.ts';
import { editOffering } from '../../application/catalogue/edit-offering.ts';
import { offeringQuery } from '../../contracts/wire/catalogue/offering-query.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, created, notFound, ok } from '../http/answer.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { expectedRevision, staleRefusals } from '../http/if-match.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';
import { draftRoutes } from './draft.routes.ts';
import { linkRoutes } from './link.routes.ts';
import { fromApiEdit, toApiOffering, toApiWarned } from './offering.convert.ts';
import { type Creation, type DraftForms, linkRefusals, type OfferingResource } from './offering-resource.ts';
import { archiveRoute, launchRoute, unarchiveRoute } from './sale.routes.ts';
import { diffRoute, nextVersionRoute, versionRoute, versionsRoute } from './version.routes.ts';

/** The routes of one kind of offering, with those of its versions, drafts and links. */
export const offeringRoutes = <C, D>(
  deps: ApiDeps,
  { create, draft, ...resource }: OfferingResource & { readonly create: Creation<C>; readonly draft: DraftForms<D> },
): readonly Route[] => [
  createRoute(deps, resource, create),
  listRoute(deps, resource),
  oneRoute(deps, resource),
  versionRoute(deps, resource),
  diffRoute(deps, resource),
  launchRoute(deps, resource),
  editRoute(deps, resource),
  archiveRoute(deps, resource),
  unarchiveRoute(deps, resource),
  deleteRoute(deps, resource),
  nextVersionRoute(deps, resource),
  ...linkRoutes(deps, resource),
  versionsRoute(deps, resource),
  ...draftRoutes(deps, resource, draft),
];

const createRoute = <B>(deps: ApiDeps, resource: OfferingResource, { summary, body, fromApi }: Creation<B>): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: resource.path,
      operationId: `create${resource.name}`,
      tag: resource.tag,
      summary,
      query: noQuery,
      body,
      answers: { 201: resource.view },
      problems: ['key_already_used', 'invalid_offering', ...linkRefusals(resource)],
    },
    async (call, writes) =>
      answerOf(await createOffering(writes, fromApi(call.body)), call.requestId, (made) => created(toApiOffering(made))),
  );

const listRoute = (deps: ApiDeps, { kind, path, name, noun, tag, list }: OfferingResource): Route =>
  readRoute(
    {
      method: 'GET',
      path,
      operationId: `list${name}s`,
      tag,
      summary: `List ${noun}s`,
      query: offeringQuery,
      body: noBody,
      answers: { 200: list },
      problems: [],
    },
    async ({ tenant, query }) => {
      const { productKey = null, status: stage = null, archived } = query;
      const filter = { kind, productKey, stage, archived: archived === undefined ? null : archived === 'true' };
      return ok(toApiPage(await deps.catalogue.listOfferings(tenant.id, filter, toPageRequest(query)), toApiOffering));
    },
  );

const oneRoute = (deps: ApiDeps, { kind, path, name, noun, tag, view }: OfferingResource): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{key}`,
      operationId: `get${name}`,
      tag,
      summary: `Read the ${noun} with its newest version`,
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

const editRoute = (deps: ApiDeps, { kind, path, name, noun, tag, edit, edited: view }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'PATCH',
      path: `${path}/{key}`,
      operationId: `edit${name}`,
      tag,
      summary: `Edit texts and accounting fields of the ${noun} in place`,
      query: noQuery,
      body: edit,
      answers: { 200: view },
      problems: ['not_found', 'invalid_offering', 'price_edit_forbidden', 'offering_archived', ...staleRefusals],
    },
    async ({ params: { key }, body, header, requestId }, writes) => {
      const change = fromApiEdit(body);
      const edited = await editOffering(writes, { kind, key, expected: expectedRevision({ header }), change });
      return answerOf(edited, requestId, (offering) => ok(toApiWarned(offering)));
    },
  );

const deleteRoute = (deps: ApiDeps, { kind, path, name, noun, tag }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'DELETE',
      path: `${path}/{key}`,
      operationId: `delete${name}`,
      tag,
      summary: `Delete the ${noun} if it was never launched or has no prices; its key can be used again`,
      query: noQuery,
      body: noBody,
      answers: { 200: z.object({ deleted: z.literal(true) }).meta({ id: 'Deleted' }) },
      problems: ['not_found', 'offering_launched', 'offering_has_prices', 'offering_linked', 'offering_in_use'],
    },
    async ({ params: { key }, requestId }, writes) =>
      answerOf(await deleteOffering(writes, { kind, key }), requestId, () => ok({ deleted: true })),
  );
