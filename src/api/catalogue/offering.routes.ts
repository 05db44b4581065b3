import { z } from 'zod';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { offeringQuery } from '../../contracts/wire/catalogue/offering-query.ts';
import { type AddOnEdit, archiveAnswer, type OfferingEdit, versionDiff } from '../../contracts/wire/catalogue/offering.ts';
import { diffVersions } from '../../domain/catalogue/versions/diff.ts';
import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';
import { answerOf, notFound, ok } from '../http/answer.ts';
import { fromApiEdit, toApiOffering, toApiVersion, toApiWarned } from './offering.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { editOffering } from '../../application/catalogue/edit-offering.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { expectedRevision } from '../http/if-match.ts';
import { archiveOffering } from '../../application/catalogue/archive-offering.ts';
import { deleteOffering } from '../../application/catalogue/delete-offering.ts';
import { launchOffering } from '../../application/catalogue/launch-offering.ts';
import { unarchiveOffering } from '../../application/catalogue/unarchive-offering.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';
import { staleRefusals } from '../subscription/refusals.ts';

/** How one kind of offering is named on the wire. */
export interface OfferingResource {
  readonly kind: OfferingKind;
  readonly path: '/v1/plans' | '/v1/add-ons' | '/v1/single-purchases';
  /** For operation ids: `Plan`. */
  readonly name: string;
  /** In a sentence: `plan`. */
  readonly noun: string;
  readonly tag: string;
  readonly view: z.ZodType;
  readonly list: z.ZodType;
  readonly version: z.ZodType;
  readonly edit: z.ZodType<OfferingEdit | AddOnEdit>;
  /** What is answered to an edit or a launch. */
  readonly edited: z.ZodType;
}

/** What all kinds of offerings have in common: they are listed, read, put on sale, edited, archived and deleted. */
export const offeringRoutes = (deps: ApiDeps, resource: OfferingResource): readonly Route[] => [
  listRoute(deps, resource),
  oneRoute(deps, resource),
  versionRoute(deps, resource),
  diffRoute(deps, resource),
  launchRoute(deps, resource),
  editRoute(deps, resource),
  archiveRoute(deps, resource),
  unarchiveRoute(deps, resource),
  deleteRoute(deps, resource),
];

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

const versionNumber = z.coerce.number().int().min(1).max(1_000_000_000);

const diffRoute = (deps: ApiDeps, { kind, path, name, noun, tag }: OfferingResource): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{key}/diff`,
      operationId: `diff${name}Versions`,
      tag,
      summary: `What differs between two versions of a ${noun}, and whom it reaches`,
      query: z.strictObject({ from: versionNumber, to: versionNumber }),
      body: noBody,
      answers: { 200: versionDiff },
      problems: ['not_found'],
    },
    async ({ tenant, params, query, requestId }) => {
      const from = await deps.catalogue.findVersion(tenant.id, kind, params.key, query.from);
      const to = await deps.catalogue.findVersion(tenant.id, kind, params.key, query.to);
      if (from === null || to === null)
        return notFound(`version of the ${noun}`, `${params.key}/${from === null ? query.from : query.to}`, requestId);
      return ok({ from: query.from, to: query.to, changes: diffVersions(from, to) });
    },
  );

const launchRoute = (deps: ApiDeps, { kind, path, name, noun, tag, edited: view }: OfferingResource): Route =>
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
      problems: ['not_found', 'nothing_to_launch', 'offering_archived', 'invalid_offering', ...staleRefusals],
    },
    async ({ params: { key }, header, requestId }, writes) => {
      const launched = await launchOffering(writes, { kind, key, expected: expectedRevision({ header }) });
      return answerOf(launched, requestId, (offering) => ok(toApiWarned(offering)));
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
      summary: `Edit in place what people read about a ${noun}`,
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

const archiveRoute = (deps: ApiDeps, { kind, path, name, noun, tag }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${path}/{key}/archive`,
      operationId: `archive${name}`,
      tag,
      summary: `Take a ${noun} off sale; who has it keeps it`,
      query: noQuery,
      body: noBody,
      answers: { 200: archiveAnswer },
      problems: ['not_found', 'offering_archived', 'offering_linked'],
    },
    async ({ params: { key }, requestId }, writes) => answerOf(await archiveOffering(writes, { kind, key }), requestId, ok),
  );

const unarchiveRoute = (deps: ApiDeps, { kind, path, name, noun, tag, view }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${path}/{key}/unarchive`,
      operationId: `unarchive${name}`,
      tag,
      summary: `Put an archived ${noun} on sale again`,
      query: noQuery,
      body: noBody,
      answers: { 200: view },
      problems: ['not_found', 'not_archived'],
    },
    async ({ params: { key }, requestId }, writes) =>
      answerOf(await unarchiveOffering(writes, { kind, key }), requestId, (offering) => ok(toApiOffering(offering))),
  );

const deleteRoute = (deps: ApiDeps, { kind, path, name, noun, tag }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'DELETE',
      path: `${path}/{key}`,
      operationId: `delete${name}`,
      tag,
      summary: `Delete a ${noun} that was never launched, or has no prices; its key and name are free again`,
      query: noQuery,
      body: noBody,
      answers: { 200: z.object({ deleted: z.literal(true) }).meta({ id: 'Deleted' }) },
      problems: ['not_found', 'offering_launched', 'offering_has_prices', 'offering_linked', 'offering_in_use'],
    },
    async ({ params: { key }, requestId }, writes) =>
      answerOf(await deleteOffering(writes, { kind, key }), requestId, () => ok({ deleted: true })),
  );
