import { alive, openApi, readiness } from '../../contracts/wire/shared/health.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { ok } from './answer.ts';
import type { ApiDeps } from './deps.ts';
import type { Contract, Route } from './route.ts';

const tag = 'Operation';

const contractOf = (
  of: Pick<Contract, 'path' | 'operationId' | 'summary' | 'answers'> & Partial<Pick<Contract, 'problems'>>,
): Contract => ({
  method: 'GET',
  tag,
  query: noQuery,
  body: noBody,
  problems: [],
  ...of,
});

/** The routes of health checks and of the OpenAPI document, which need no key. `document` makes the latter. */
export const openRoutes = (deps: ApiDeps, document: () => object): readonly Route[] => [
  {
    kind: 'open',
    contract: contractOf({
      path: '/healthz',
      operationId: 'getHealth',
      summary: 'Check whether the process is alive',
      answers: { 200: alive },
    }),
    run: () => Promise.resolve(ok({ status: 'alive' })),
  },
  {
    kind: 'open',
    contract: contractOf({
      path: '/readyz',
      operationId: 'getReadiness',
      summary: 'Check whether PostgreSQL and Temporal are reachable and a worker polls',
      answers: { 200: readiness, 503: readiness },
    }),
    run: async () => {
      const { database, temporal, worker, stuck } = await deps.ready();
      const isReady = database && temporal && worker;
      const body = {
        status: isReady ? 'ready' : 'notReady',
        database: upOrDown(database),
        temporal: upOrDown(temporal),
        worker: upOrDown(worker),
        stuck,
      };
      return isReady ? ok(body) : { status: 503, body, headers: { 'Retry-After': '5' } };
    },
  },
  {
    kind: 'open',
    contract: contractOf({
      path: '/openapi.json',
      operationId: 'getOpenApi',
      summary: 'Read this document',
      answers: { 200: openApi },
      problems: ['rate_limited'],
    }),
    run: () => Promise.resolve(ok(document())),
  },
];

const upOrDown = (isUp: boolean): 'up' | 'down' => (isUp ? 'up' : 'down');
