import type { NextFunction, Request, Response } from 'express';
import { type Answer, notFound, problem } from '../answer.ts';
import type { Tenant } from '../ports.ts';
import type { EdgeRequest, Route } from '../route.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

/** Tenant of the calls that need no key; they read nothing that belongs to one, unless their path names it. */
const nobody: Tenant = { id: '', mode: 'live', policies: {} };
const idempotencyKey = /^[\x21-\x7e]{1,200}$/;
const nameable = /^[\w.:-]{1,100}$/;

/** Serves one route of the table. */
export const serveRoute =
  (route: Route) =>
  async (request: Request, response: Response, _next: NextFunction): Promise<void> => {
    const edge = edgeRequestOf(request);
    if (edge.params['subscriptionId']) edge.bind({ subscriptionId: edge.params['subscriptionId'] });
    writeAnswer(request, response, refuseKey(route, edge) ?? refuseParams(edge) ?? (await route.run(edge)));
  };

function edgeRequestOf(request: Request): EdgeRequest {
  const context = contextOf(request);
  return {
    tenant: context.tenant ?? nobody,
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

/** Every POST, PATCH and DELETE takes an Idempotency-Key. */
function refuseKey({ contract, kind }: Route, { header, requestId }: EdgeRequest): Answer | null {
  if (contract.method === 'GET' || kind === 'open') return null;
  const key = header('idempotency-key');
  if (key === undefined || key === '')
    return problem(
      { code: 'idempotency_key_required', detail: 'send a new Idempotency-Key with each write, such as a UUID' },
      requestId,
    );
  return idempotencyKey.test(key)
    ? null
    : problem(
        { code: 'idempotency_key_invalid', detail: 'a key has 1 to 200 printable ASCII characters without spaces' },
        requestId,
      );
}

/** Nothing has an id or key with other characters, so there is no need to look. */
function refuseParams({ params, requestId }: EdgeRequest): Answer | null {
  const odd = Object.values(params).find((value) => !nameable.test(value));
  return odd === undefined ? null : notFound('object', odd.slice(0, 100), requestId);
}
