import type { Logger } from 'pino';
import type { z } from 'zod';
import { parse } from '../../contracts/wire/shared/parse.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { type Answer, problem } from './answer.ts';
import type { Scope, Tenant } from '../../application/ports/tenants.ts';
import { type ProblemCode, problemOfIssues } from './problem.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type ParamOf<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamOf<Rest> : never;

/** The contract of a route, for the router and for the OpenAPI document. */
export interface Contract<P extends string = string, Q extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType> {
  readonly method: Method;
  /** In the notation of OpenAPI: `/v1/plans/{key}`. */
  readonly path: P;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly query: Q;
  /** `noBody` for a call without a body. */
  readonly body: B;
  /** The media types of a body that is a file (with `text/csv` among them) or bytes; absent for JSON. */
  readonly bodyTypes?: readonly string[];
  readonly answers: Readonly<Record<number, z.ZodType>>;
  /** The media types of the answers; absent for JSON. */
  readonly answerTypes?: readonly string[];
  /** The required scope; absent for that of the route's kind. */
  readonly scope?: Scope | ((query: Readonly<Record<string, unknown>>) => Scope);
  /** The refusals of this call, without those that all calls of its kind share. */
  readonly problems: readonly ProblemCode[];
}

/** A request from the middleware: authenticated, with its body read, but not parsed by a schema. */
export interface EdgeRequest {
  readonly tenant: Tenant;
  /** The id of the API key; empty for a call that needs none. */
  readonly keyId: string;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly header: (name: string) => string | undefined;
  readonly now: Instant;
  readonly log: Logger;
  /** Adds fields to every log line of this request. */
  readonly bind: (fields: Readonly<Record<string, string>>) => void;
}

/** A request that was parsed by its contract. */
export interface Call<P extends string, Q, B> extends Omit<EdgeRequest, 'params' | 'query' | 'body'> {
  readonly params: Readonly<Record<ParamOf<P>, string>>;
  readonly query: Q;
  readonly body: B;
}

/** The kind of a route: `open` needs no API key; `write` and `command` take effect once for each Idempotency-Key. */
export type RouteKind = 'open' | 'read' | 'write' | 'command';

export interface Route {
  readonly kind: RouteKind;
  readonly contract: Contract;
  readonly run: (request: EdgeRequest) => Promise<Answer>;
}

/** Parses a request by its contract and calls the handler, or answers `invalid_request` with all issues of query and body. */
export async function parseCall<P extends string, Q extends z.ZodObject, B extends z.ZodType>(
  contract: Contract<P, Q, B>,
  request: EdgeRequest,
  handle: (call: Call<P, z.output<Q>, z.output<B>>) => Promise<Answer>,
): Promise<Answer> {
  const query = parse(contract.query, request.query, '/query');
  const body = parse(contract.body, request.body);
  if (query.ok && body.ok) return handle({ ...request, params: request.params, query: query.value, body: body.value });
  const issues = [...(query.ok ? [] : query.issues), ...(body.ok ? [] : body.issues)];
  return problem(problemOfIssues('invalid_request', issues), request.requestId);
}

/** A call without an API key, and so without a tenant, unless its path names one. */
export const openRoute = <P extends string, Q extends z.ZodObject, B extends z.ZodType>(
  contract: Contract<P, Q, B>,
  handle: (call: Call<P, z.output<Q>, z.output<B>>) => Promise<Answer>,
): Route => ({ kind: 'open', contract, run: (request) => parseCall(contract, request, handle) });

/** A call that writes nothing. */
export const readRoute = <P extends string, Q extends z.ZodObject, B extends z.ZodType>(
  contract: Contract<P, Q, B>,
  handle: (call: Call<P, z.output<Q>, z.output<B>>) => Promise<Answer>,
): Route => ({ kind: 'read', contract, run: (request) => parseCall(contract, request, handle) });
