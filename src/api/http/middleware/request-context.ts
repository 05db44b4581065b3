import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Instant } from '../../../domain/time/instant.ts';
import type { ApiDeps } from '../deps.ts';
import { newId } from '../../../application/new-id.ts';
import type { Caller } from '../../../application/ports/tenants.ts';

/** The data of a request that middleware collects. */
export interface RequestContext {
  readonly requestId: string;
  readonly now: Instant;
  log: Logger;
  caller: Caller | null;
  /** The code of the answered problem, for the log. */
  problemCode: string | null;
}

const contexts = new WeakMap<Request, RequestContext>();

/** The context of a request; requestContext sets it before all other middleware. */
export function contextOf(request: Request): RequestContext {
  const context = contexts.get(request);
  if (context === undefined) throw new Error('the request has no context: requestContext must run first');
  return context;
}

const callersId = /^[\w.:-]{1,100}$/;

/** Gives each request an id (a valid X-Request-Id of the caller, or a new one), a logger, an instant, and one log line. */
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
      // A 503 of /readyz is an answer, not an error: during start-up it is polled until the worker polls.
      context.log[status >= 500 && path !== '/readyz' ? 'error' : 'info'](
        { method, path, status, durationMs, ...code },
        `${method} ${path} ${status}`,
      );
    });
    next();
  };
