import type { Logger } from 'pino';
import type { z } from 'zod';
import { parse } from '../../contracts/wire/shared/parse.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { type Answer, problem } from './answer.ts';
import type { Scope, Tenant } from '../../application/ports/tenants.ts';
import { type ProblemCode, problemOfIssues } from './problem.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type ParamOf<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamOf<Rest> : never;

/** What a call is, for the router and for the OpenAPI document alike. */
export interface Contract<P extends string = string, Q extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType> {
  readonly method: Method;
  /** As OpenAPI writes it: `/v1/plans/{key}`. */
  readonly path: P;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly query: Q;
  /** What a call without a body parses by is `noBody`. */
  readonly body: B;
  /** Media types of a body that is not only JSON: bytes as a Uint8Array, or a file, of which `text/csv` is parsed as a string. */
  readonly bodyTypes?: readonly string[];
  readonly answers: Readonly<Record<number, z.ZodType>>;
  /** Media types of those answers that are bytes, or may be. */
  readonly answerTypes?: readonly string[];
  /** The scope that a key needs, where it is not that of the route's kind. */
  readonly scope?: Scope | ((query: Readonly<Record<string, unknown>>) => Scope);
  /** Refusals of this call beside those that every call of its kind has. */
  readonly problems: readonly ProblemCode[];
}

/** A request as the adapter hands it over: authenticated, its body read, nothing parsed. */
export interface EdgeRequest {
  readonly tenant: Tenant;
  /** The key that the request brought; empty where none is needed. */
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
  /** Adds fields to everything that is logged for this request. */
  readonly bind: (fields: Readonly<Record<string, string>>) => void;
}

/** A request that fits its contract. */
export interface Call<P extends string, Q, B> extends Omit<EdgeRequest, 'params' | 'query' | 'body'> {
  readonly params: Readonly<Record<ParamOf<P>, string>>;
  readonly query: Q;
  readonly body: B;
}

/** How a route treats a request: `open` needs no key, `write` and `command` happen once for each Idempotency-Key. */
export type RouteKind = 'open' | 'read' | 'write' | 'command';

export interface Route {
  readonly kind: RouteKind;
  readonly contract: Contract;
  readonly run: (request: EdgeRequest) => Promise<Answer>;
}

/** Parses a request by its contract and hands it to the handler. Every issue of the query and the body is answered at once. */
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

/** The refusal of a request that does not fit its contract. */
export /** A call that needs no key; it knows no tenant but one that its path names. */
const openRoute = <P extends string, Q extends z.ZodObject, B extends z.ZodType>(
  contract: Contract<P, Q, B>,
  handle: (call: Call<P, z.output<Q>, z.output<B>>) => Promise<Answer>,
): Route => ({ kind: 'open', contract, run: (request) => parseCall(contract, request, handle) });

/** A call that changes nothing. */
export const readRoute = <P extends string, Q extends z.ZodObject, B extends z.ZodType>(
  contract: Contract<P, Q, B>,
  handle: (call: Call<P, z.output<Q>, z.output<B>>) => Promise<Answer>,
): Route => ({ kind: 'read', contract, run: (request) => parseCall(contract, request, handle) });
