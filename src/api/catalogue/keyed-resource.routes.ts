import type { z } from 'zod';
import type { TenantId } from '../../domain/ids.ts';
import type { Edit } from '../../application/catalogue/edit.ts';
import type { CatalogueWrites } from '../../application/ports/catalogue.ts';
import type { Page } from '../../application/ports/paging.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import type { Result } from '../../domain/refusal.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, created, notFound, ok } from '../http/answer.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { expectedRevision, staleRefusals } from '../http/if-match.ts';
import { toApiPage } from '../http/paging.ts';
import type { ProblemCode } from '../http/problem.ts';
import { readRoute, type Route } from '../http/route.ts';

/** The name of a call. */
interface Named {
  readonly operationId: string;
  readonly summary: string;
}

/** A kind of object with a key. */
export interface KeyedResource<T> {
  readonly path: `/v1/${string}`;
  readonly tag: string;
  readonly view: z.ZodType;
  readonly toApi: (thing: T) => unknown;
}

interface Create<T, B extends z.ZodType> extends Named {
  readonly body: B;
  readonly run: (writes: CatalogueWrites, body: z.output<B>) => Promise<Result<T>>;
}

interface List<T, Q extends z.ZodObject> extends Named {
  readonly query: Q;
  readonly page: z.ZodType;
  readonly find: (tenantId: TenantId, query: z.output<Q>) => Promise<Page<T>>;
}

/** How the path identifies one object. */
interface One {
  /** For messages: `feature`. */
  readonly noun: string;
  readonly param: 'key' | 'customerId';
}

interface Get<T> extends Named {
  readonly find: (tenantId: TenantId, name: string) => Promise<T | null>;
}

interface Change<T, B extends z.ZodType> extends Named {
  readonly body: B;
  /** The refusals of this edit, without those that all edits share. */
  readonly problems: readonly ProblemCode[];
  readonly run: (writes: CatalogueWrites, edit: Edit<z.output<B>>) => Promise<Result<T>>;
}

/** The routes that create, list, read and edit objects with a key. */
export const keyedResourceRoutes = <T, C extends z.ZodType, Q extends z.ZodObject, E extends z.ZodType>(
  deps: ApiDeps,
  {
    create,
    list,
    one,
    ...resource
  }: KeyedResource<T> & {
    readonly create: Create<T, C>;
    readonly list: List<T, Q>;
    /** Absent if objects are only created and listed. */
    readonly one?: One & { readonly get: Get<T>; readonly edit: Change<T, E> };
  },
): readonly Route[] => [
  ...(one === undefined ? [] : [editRoute(deps, resource, one)]),
  createRoute(deps, resource, create),
  listRoute(resource, list),
  ...(one === undefined ? [] : [getRoute(resource, one)]),
];

const createRoute = <T, C extends z.ZodType>(
  deps: ApiDeps,
  { path, tag, view, toApi }: KeyedResource<T>,
  { operationId, summary, body, run }: Create<T, C>,
): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path,
      operationId,
      tag,
      summary,
      query: noQuery,
      body,
      answers: { 201: view },
      problems: ['key_already_used'],
    },
    async (call, writes) => answerOf(await run(writes, call.body), call.requestId, (made) => created(toApi(made))),
  );

const listRoute = <T, Q extends z.ZodObject>(
  { path, tag, toApi }: KeyedResource<T>,
  { operationId, summary, query, page, find }: List<T, Q>,
): Route =>
  readRoute(
    { method: 'GET', path, operationId, tag, summary, query, body: noBody, answers: { 200: page }, problems: [] },
    async (call) => ok(toApiPage(await find(call.tenant.id, call.query), toApi)),
  );

const getRoute = <T>(
  { path, tag, view, toApi }: KeyedResource<T>,
  { noun, param, get: { operationId, summary, find } }: One & { readonly get: Get<T> },
): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{${param}}` as const,
      operationId,
      tag,
      summary,
      query: noQuery,
      body: noBody,
      answers: { 200: view },
      problems: ['not_found'],
    },
    async ({ tenant, params, requestId }) => {
      const thing = await find(tenant.id, params[param]);
      return thing === null ? notFound(noun, params[param], requestId) : ok(toApi(thing));
    },
  );

const editRoute = <T, E extends z.ZodType>(
  deps: ApiDeps,
  { path, tag, view, toApi }: KeyedResource<T>,
  { param, edit: { operationId, summary, body, problems, run } }: One & { readonly edit: Change<T, E> },
): Route =>
  writeRoute(
    deps,
    {
      method: 'PATCH',
      path: `${path}/{${param}}` as const,
      operationId,
      tag,
      summary,
      query: noQuery,
      body,
      answers: { 200: view },
      problems: ['not_found', ...problems, ...staleRefusals],
    },
    async (call, writes) => {
      const edit = { name: call.params[param], expected: expectedRevision(call), change: call.body };
      return answerOf(await run(writes, edit), call.requestId, (edited) => ok(toApi(edited)));
    },
  );
