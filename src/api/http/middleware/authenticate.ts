import type { NextFunction, Request, Response } from 'express';
import { problem } from '../answer.ts';
import type { ApiDeps } from '../deps.ts';
import type { RateLimits } from './rate-limits.ts';
import { contextOf, type RequestContext } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

/**
 * Authenticates a request by its Bearer key; otherwise 401. Keys are not cached, so that every process refuses a revoked key at once.
 * After too many failures an address is refused even with a valid key: otherwise it could go on guessing.
 */
export function authenticate({ tenants }: Pick<ApiDeps, 'tenants'>, limits: Pick<RateLimits, 'failure' | 'isBlocked'>) {
  const noteUse = useNoter(tenants);
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const context = contextOf(request);
    const refuse = (): void => refuseKey(request, response);
    if (await limits.isBlocked(request)) {
      await limits.failure(request, response, refuse);
      return;
    }
    const secret = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const caller = secret === undefined ? null : await tenants.findBySecret(secret, context.now);
    if (caller === null) {
      await limits.failure(request, response, refuse);
      return;
    }
    context.caller = caller;
    context.log = context.log.child({ tenantId: caller.tenant.id, keyId: caller.key.id });
    noteUse(context);
    next();
  };
}

function refuseKey(request: Request, response: Response): void {
  const detail = 'Send `Authorization: Bearer <key>` with an API key that is neither revoked nor expired.';
  const headers = { 'WWW-Authenticate': 'Bearer' };
  const { requestId } = contextOf(request);
  writeAnswer(request, response, { ...problem({ code: 'unauthenticated', detail }, requestId), headers });
}

/** Stores the last use of a key in the background: the request neither waits for it nor fails with it. */
function useNoter(tenants: ApiDeps['tenants']): (context: RequestContext) => void {
  const underWay = new Set<string>();
  return ({ caller, now, log }) => {
    if (caller === null || !caller.key.useIsNews || underWay.has(caller.key.id)) return;
    underWay.add(caller.key.id);
    tenants
      .recordUse(caller, now)
      .catch((error: unknown) => log.warn({ err: error }, 'failed to store the last use of an API key'))
      .finally(() => underWay.delete(caller.key.id));
  };
}
