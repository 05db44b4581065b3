import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { problem } from './http/answer.ts';
import type { ApiDeps } from './http/deps.ts';
import { authenticate } from './http/middleware/authenticate.ts';
import { answerErrors } from './http/middleware/errors.ts';
import { answerOptions, refuseOtherMethods, refuseUnknownMethods, routerPath } from './http/middleware/methods.ts';
import { readerOf, readJson, requireJson } from './http/middleware/read-body.ts';
import { rateLimits } from './http/middleware/rate-limits.ts';
import { contextOf, requestContext } from './http/middleware/request-context.ts';
import { securityHeaders } from './http/middleware/security-headers.ts';
import { serveRoute } from './http/middleware/serve-route.ts';
import { writeAnswer } from './http/middleware/write-answer.ts';
import type { Route } from './http/route.ts';
import { allRoutes } from './route-table.ts';

/** Creates the HTTP application, which serves exactly the routes of the OpenAPI document. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.trustedProxies);
  app.use(requestContext(deps), securityHeaders(), refuseUnknownMethods);
  const routes = allRoutes(deps);
  answerOptions(app, routes);
  const limits = rateLimits(deps);
  const open = routes.filter(({ kind }) => kind === 'open');
  register(app, open.filter(isProbe));
  register(
    app,
    open.filter((route) => !isProbe(route)),
    [limits.open],
  );
  app.use('/v1', authenticate(deps, limits), limits.byKey);
  const closed = Map.groupBy(
    routes.filter(({ kind }) => kind !== 'open'),
    ({ contract }) => contract.bodyTypes,
  );
  for (const [types, ofBytes] of closed) if (types !== undefined) register(app, ofBytes, readerOf(types));
  app.use('/v1', requireJson, readJson);
  register(app, closed.get(undefined) ?? []);
  refuseOtherMethods(app, routes);
  app.use(refuseUnknownPath);
  app.use(answerErrors(deps));
  return app;
}

/** Health checks have no rate limit. */
const isProbe = ({ contract }: Route): boolean => ['/healthz', '/readyz'].includes(contract.path);

const registrars = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

function register(app: Express, routes: readonly Route[], readers: readonly RequestHandler[] = []): void {
  for (const route of routes)
    app[registrars[route.contract.method]](routerPath(route.contract.path), ...readers, serveRoute(route));
}

function refuseUnknownPath(request: Request, response: Response, _next: NextFunction): void {
  const { requestId } = contextOf(request);
  writeAnswer(request, response, problem({ code: 'route_not_found', detail: 'See `/openapi.json` for all paths.' }, requestId));
}
