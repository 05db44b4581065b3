import type { Express, NextFunction, Request, Response } from 'express';
import { problem } from '../answer.ts';
import type { Route } from '../route.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

const known: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Refuses a method that no path supports, such as TRACE: 405, also without a key. */
export function refuseUnknownMethods(request: Request, response: Response, next: NextFunction): void {
  if (known.includes(request.method)) next();
  else refuse(request, response, known);
}

/** The path in the notation of the router: `/v1/plans/:key`. */
export const routerPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Answers OPTIONS with the methods of the path. It needs no key, since the OpenAPI document is public. */
export function answerOptions(app: Express, routes: readonly Route[]): void {
  for (const [path, allowed] of methodsByPath(routes))
    app.options(path, (_request: Request, response: Response) => {
      response.set('Allow', allowed.join(', ')).status(204).end();
    });
}

/** Refuses the other methods of a known path: 405 with Allow. */
export function refuseOtherMethods(app: Express, routes: readonly Route[]): void {
  for (const [path, allowed] of methodsByPath(routes))
    app.all(path, (request: Request, response: Response) => refuse(request, response, allowed));
}

/** The methods of each path. The router serves HEAD for every GET. */
const methodsByPath = (routes: readonly Route[]): readonly (readonly [string, readonly string[]])[] =>
  [...Map.groupBy(routes, ({ contract }) => contract.path)].map(([path, ofPath]) => {
    const methods = ofPath.map(({ contract }): string => contract.method);
    return [routerPath(path), [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS']];
  });

function refuse(request: Request, response: Response, methods: readonly string[]): void {
  const allowed = methods.join(', ');
  const { requestId } = contextOf(request);
  const answer = problem({ code: 'method_not_allowed', detail: `Allowed methods: ${allowed}.` }, requestId);
  writeAnswer(request, response, { ...answer, headers: { Allow: allowed } });
}
