import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { problem } from './answer.ts';
import type { ApiDeps } from './deps.ts';
import { authenticate } from './middleware/authenticate.ts';
import { answerErrors } from './middleware/errors.ts';
import { readerOf, readJson, requireJson } from './middleware/read-body.ts';
import { contextOf, requestContext } from './middleware/request-context.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { serveRoute } from './middleware/serve-route.ts';
import { writeAnswer } from './middleware/write-answer.ts';
import type { Route } from './route.ts';
import { allRoutes } from './route-table.ts';

/** The HTTP application. It serves exactly the routes of the route table, from which the OpenAPI document is made too. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.trustedProxies);
  app.use(requestContext(deps), securityHeaders());
  const routes = allRoutes(deps);
  register(
    app,
    routes.filter(({ kind }) => kind === 'open'),
  );
  app.use('/v1', authenticate(deps));
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

/** A path as the router writes it: `/v1/plans/:key`. */
const routerPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

const registrars = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

function register(app: Express, routes: readonly Route[], readers: readonly RequestHandler[] = []): void {
  for (const route of routes)
    app[registrars[route.contract.method]](routerPath(route.contract.path), ...readers, serveRoute(route));
}

/** Answers 405 with the methods that a known path has. */
function refuseOtherMethods(app: Express, routes: readonly Route[]): void {
  for (const [path, ofPath] of Map.groupBy(routes, ({ contract }) => contract.path)) {
    const allowed = ofPath.map(({ contract }) => contract.method).join(', ');
    app.all(routerPath(path), (request: Request, response: Response) => {
      const { requestId } = contextOf(request);
      const answer = problem({ code: 'method_not_allowed', detail: `this path takes ${allowed}` }, requestId);
      writeAnswer(request, response, { ...answer, headers: { Allow: allowed } });
    });
  }
}

function refuseUnknownPath(request: Request, response: Response, _next: NextFunction): void {
  const { requestId } = contextOf(request);
  writeAnswer(request, response, problem({ code: 'route_not_found', detail: 'see /openapi.json for every path' }, requestId));
}
