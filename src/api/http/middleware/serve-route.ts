import type { NextFunction, Request, Response } from 'express';
import { type Answer, notFound, problem } from '../answer.ts';
import type { Caller, Scope } from '../../../application/ports/tenants.ts';
import type { EdgeRequest, Route } from '../route.ts';
import { toTenantId } from '../../../domain/ids.ts';
import { idempotencyKeyRule, pathParameterRule } from '../request-rules.ts';
import { refuseAccept, refuseForm } from './accept.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';
import { quoted, quotedList } from '../../../domain/refusals/words.ts';

/** The caller of requests without a key. They read nothing of a tenant, unless their path names it. */
const nobody: Caller = {
  tenant: { id: toTenantId(''), mode: 'live', policies: {} },
  key: { id: '', scopes: [], useIsNews: false },
};
const idempotencyKey = new RegExp(idempotencyKeyRule.pattern);
const pathParameter = new RegExp(pathParameterRule.pattern);

/** Serves one route: checks scope, Accept, Idempotency-Key and path parameters, runs it and writes its answer. */
export const serveRoute =
  (route: Route) =>
  async (request: Request, response: Response, _next: NextFunction): Promise<void> => {
    const edge = edgeRequestOf(request);
    if (edge.params['subscriptionId']) edge.bind({ subscriptionId: edge.params['subscriptionId'] });
    const { contract } = route;
    const refused =
      refuseScope(route, request) ??
      refuseAccept(request, contract, edge.requestId) ??
      refuseKey(route, edge) ??
      refuseParams(edge);
    if (refused !== null) return writeAnswer(request, response, refused);
    const answer = await route.run(edge);
    const misformed = contract.method === 'GET' ? refuseForm(request, answer, edge.requestId) : null;
    writeAnswer(request, response, misformed ?? answer);
  };

function edgeRequestOf(request: Request): EdgeRequest {
  const context = contextOf(request);
  const { tenant, key } = context.caller ?? nobody;
  return {
    tenant,
    keyId: key.id,
    requestId: context.requestId,
    method: request.method,
    path: request.path,
    params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    query: request.query,
    body: request.body,
    header: (name) => request.get(name),
    now: context.now,
    get log() {
      return context.log;
    },
    bind: (fields) => {
      context.log = context.log.child(fields);
    },
  };
}

/** Refuses a call if the key lacks the required scope (RFC 6750 §3.1). */
function refuseScope(route: Route, request: Request): Answer | null {
  if (route.kind === 'open') return null;
  const { requestId, caller } = contextOf(request);
  const scopes = caller?.key.scopes ?? [];
  const wanted = scopeOf(route, request.query);
  if (scopes.includes(wanted) || (wanted === 'read' && scopes.includes('write'))) return null;
  const detail = `This call requires a key with the scope ${quoted(wanted)}; this key has ${quotedList(scopes)}.`;
  const challenge = `Bearer error="insufficient_scope", scope="${wanted}"`;
  return { ...problem({ code: 'insufficient_scope', detail }, requestId), headers: { 'WWW-Authenticate': challenge } };
}

/** The required scope of a call: that of its contract, otherwise that of its kind (ADR 0062). */
function scopeOf({ kind, contract: { scope } }: Route, query: Readonly<Record<string, unknown>>): Scope {
  if (typeof scope === 'function') return scope(query);
  return scope ?? (kind === 'read' ? 'read' : 'write');
}

/** Refuses a POST, PUT, PATCH or DELETE without a valid Idempotency-Key. */
function refuseKey({ contract, kind }: Route, { header, requestId }: EdgeRequest): Answer | null {
  if (contract.method === 'GET' || kind === 'open') return null;
  const key = header('idempotency-key');
  if (key === undefined || key === '')
    return problem(
      { code: 'idempotency_key_required', detail: 'Send a new `Idempotency-Key` with each write, such as a UUID.' },
      requestId,
    );
  return idempotencyKey.test(key)
    ? null
    : problem(
        {
          code: 'idempotency_key_invalid',
          detail: '`Idempotency-Key` must have 1 to 200 printable ASCII characters without spaces.',
        },
        requestId,
      );
}

/** No id or key has other characters, so the object is not looked up. */
function refuseParams({ params, requestId }: EdgeRequest): Answer | null {
  const odd = Object.values(params).find((value) => !pathParameter.test(value));
  return odd === undefined ? null : notFound('object', odd.slice(0, 100), requestId);
}
