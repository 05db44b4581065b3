import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Instant } from '../../../domain/time/instant.ts';
import type { ApiDeps } from '../deps.ts';
import { newId } from '../../../application/new-id.ts';
import type { Caller } from '../../../application/ports/tenants.ts';

/** What is known about a request before a route gets it. */
export interface RequestContext {
  readonly requestId: string;
  readonly now: Instant;
  log: Logger;
  caller: Caller | null;
  /** The code of the problem that was answered, for the log. */
  problemCode: string | null;
}

const contexts = new WeakMap<Request, RequestContext>();

/** The context of a request. Every request has one, since the middleware below runs first. */
export function contextOf(request: Request): RequestContext {
  const context = contexts.get(request);
  if (context === undefined) throw new Error('the request has no context: requestContext must run first');
  return context;
}

const callersId = /^[\w.:-]{1,100}$/;

/** Gives each request an id (the caller's X-Request-Id where it is usable), a logger, one instant, and one line in the log. */
export const requestContext =
  ({ clock, log }: Pick<ApiDeps, 'clock' | 'log'>) =>
  (request: Request, response: Response, next: NextFunction): void => {
    const stated = request.get('x-request-id');
    const requestId = stated !== undefined && callersId.test(stated) ? stated : newId('req');
    const context: RequestContext = { requestId, now: clock(), log: log.child({ requestId }), caller: null, problemCode: null };
    contexts.set(request, context);
    response.set('X-Request-Id', requestId);
    const { method, path } = request;
    const startedMs = performance.now();
    response.on('finish', () => {
      const { statusCode: status } = response;
      const durationMs = Math.round(performance.now() - startedMs);
      const code = context.problemCode === null ? {} : { code: context.problemCode };
      // Not to be ready is an answer of /readyz, no failure of it: at the start it is asked until the worker polls.
      context.log[status >= 500 && path !== '/readyz' ? 'error' : 'info'](
        { method, path, status, durationMs, ...code },
        `${method} ${path} ${status}`,
      );
    });
    next();
  };
