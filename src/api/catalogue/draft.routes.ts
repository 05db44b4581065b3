import type { z } from 'zod';
import { parse } from '../../contracts/wire/shared/parse.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/shared/list.ts';
import { checkDiscard } from '../../domain/catalogue/versions/draft.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { notFound, ok, problem, refusal } from '../http/answer.ts';
import { exportVersion } from '../catalogue-file/export-file.ts';
import { toApiOffering, toApiVersion } from './offering.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { refuseStale } from '../http/if-match.ts';
import { mergeDraft, toChange } from '../../application/catalogue/merge-draft.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { type ProblemCode, problemOfIssues } from '../http/problem.ts';
import { readRoute, type Route } from '../http/route.ts';
import { type DraftBody, type StatedVersion, writeDraft } from '../../application/catalogue/write-draft.ts';
import type { OfferingResource } from './offering.routes.ts';
import { staleRefusals } from '../subscription/refusals.ts';

/** A kind of offering whose drafts are edited. */
interface DraftResource<I extends DraftBody> extends OfferingResource {
  readonly versions: z.ZodType;
  readonly draftInput: z.ZodType<I>;
  readonly draftChange: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly stated: StatedVersion<I>;
}

/** The versions of an offering, and its draft: replaced, merged into, thrown away (ADR 0030). */
export const draftRoutes = <I extends DraftBody>(deps: ApiDeps, resource: DraftResource<I>): readonly Route[] => [
  versionsRoute(deps, resource),
  replaceRoute(deps, resource),
  mergeRoute(deps, resource),
  discardRoute(deps, resource),
];

const versionsRoute = <I extends DraftBody>(
  deps: ApiDeps,
  { kind, path, name, noun, tag, versions }: DraftResource<I>,
): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{key}/versions` as const,
      operationId: `list${name}Versions`,
      tag,
      summary: `List the versions of a ${noun}, newest first`,
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

const draftRefusals: readonly ProblemCode[] = [
  'not_found',
  'invalid_offering',
  'key_already_used',
  'pricing_model_immutable',
  'cycles_immutable',
  ...staleRefusals,
];
const refusalsOf = ({ kind }: OfferingResource): readonly ProblemCode[] =>
  kind === 'addOn' ? draftRefusals : [...draftRefusals, 'add_on_not_launched', 'add_on_archived', 'link_already_exists'];

const replaceRoute = <I extends DraftBody>(deps: ApiDeps, resource: DraftResource<I>): Route => {
  const { kind, path, name, noun, tag, view, draftInput, stated } = resource;
  return writeRoute(
    deps,
    {
      method: 'PUT',
      path: `${path}/{key}/draft` as const,
      operationId: `replace${name}Draft`,
      tag,
      summary: `Replace what the draft of a ${noun} says, or make the draft of its next version`,
      query: noQuery,
      body: draftInput,
      answers: { 200: view },
      problems: refusalsOf(resource),
    },
    async ({ params, body, header, requestId }, writes) => {
      const offering = await writes.lockOffering(kind, params.key);
      if (offering === null) return notFound(noun, params.key, requestId);
      const stale = refuseStale({ header, requestId }, { what: noun, revision: offering.revision });
      if (stale !== null) return stale;
      const written = await writeDraft(writes, offering, { body, stated });
      return written.ok ? ok(toApiOffering(written.value)) : refusal(written.error, requestId);
    },
  );
};

const mergeRoute = <I extends DraftBody>(deps: ApiDeps, resource: DraftResource<I>): Route => {
  const { kind, path, name, noun, tag, view, draftInput, draftChange, stated } = resource;
  return writeRoute(
    deps,
    {
      method: 'PATCH',
      path: `${path}/{key}/draft` as const,
      operationId: `change${name}Draft`,
      tag,
      summary: `Change what the draft of a ${noun} says, or make the draft of its next version with that change`,
      query: noQuery,
      body: draftChange,
      answers: { 200: view },
      problems: refusalsOf(resource),
    },
    async ({ params, body: change, header, requestId }, writes) => {
      const offering = await writes.lockOffering(kind, params.key);
      if (offering === null) return notFound(noun, params.key, requestId);
      const stale = refuseStale({ header, requestId }, { what: noun, revision: offering.revision });
      if (stale !== null) return stale;
      const merged = mergeDraft(exportVersion(offering.latest), change);
      if (!merged.ok) return refusal(merged.error, requestId);
      const { value, sources } = merged.value;
      const whole = parse(draftInput, value);
      if (!whole.ok) return problem(problemOfIssues('invalid_request', inChange(whole.issues, sources)), requestId);
      const written = await writeDraft(writes, offering, { body: whole.value, stated });
      return written.ok ? ok(toApiOffering(written.value)) : refusal(pointInto(written.error, sources), requestId);
    },
  );
};

type Issues = NonNullable<Refusal['issues']>;
type Sources = Parameters<typeof toChange>[0];

const inChange = (issues: Issues, sources: Sources): Issues =>
  issues.map((issue) => ({ ...issue, pointer: toChange(sources, issue.pointer) }));

const pointInto = (error: Refusal, sources: Sources): Refusal =>
  error.issues === undefined ? error : { ...error, issues: inChange(error.issues, sources) };

const discardRoute = <I extends DraftBody>(deps: ApiDeps, { kind, path, name, noun, tag, view }: DraftResource<I>): Route =>
  writeRoute(
    deps,
    {
      method: 'DELETE',
      path: `${path}/{key}/draft` as const,
      operationId: `discard${name}Draft`,
      tag,
      summary: `Throw the draft of a ${noun} away; what is on sale stays`,
      query: noQuery,
      body: noBody,
      answers: { 200: view },
      problems: ['not_found', 'no_draft', 'draft_is_first', ...staleRefusals],
    },
    async ({ params, header, requestId }, writes) => {
      const offering = await writes.lockOffering(kind, params.key);
      if (offering === null) return notFound(noun, params.key, requestId);
      const stale = refuseStale({ header, requestId }, { what: noun, revision: offering.revision });
      if (stale !== null) return stale;
      const checked = checkDiscard(offering);
      if (!checked.ok) return refusal(checked.error, requestId);
      return ok(toApiOffering(await writes.discardDraft(offering)));
    },
  );
