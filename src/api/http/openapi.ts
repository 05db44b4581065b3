import { z } from 'zod';
import { refusalsOfDelivery, refusalsOnExisting, refusalsWhenDecided } from '../../contracts/commands.ts';
import { problem } from '../../contracts/wire/shared/problem.ts';
import { type ProblemCode, problemTable } from './problem.ts';
import { idempotencyKeyRule, pathParameterRule } from './request-rules.ts';
import type { Contract, Route, RouteKind } from './route.ts';

/** The refusals of every call with an API key. */
const problemsOfTenants = [
  'invalid_request',
  'instant_out_of_range',
  'unauthenticated',
  'insufficient_scope',
  'rate_limited',
  'not_acceptable',
] as const satisfies readonly ProblemCode[];

/** The refusals that all calls of a kind share. */
const problemsOfKind: Record<RouteKind, readonly ProblemCode[]> = {
  open: ['invalid_request', 'not_acceptable', 'internal_error'],
  read: [...problemsOfTenants, 'database_unavailable', 'internal_error'],
  write: [...problemsOfTenants, 'idempotency_key_reused', 'database_unavailable', 'internal_error'],
  command: [
    ...problemsOfTenants,
    ...refusalsWhenDecided,
    ...refusalsOfDelivery,
    'engine_unavailable',
    'database_unavailable',
    'internal_error',
  ],
};
/** The refusals of commands on an existing subscription. */
const problemsOfExisting: readonly ProblemCode[] = ['if_match_invalid', ...refusalsOnExisting];
const problemsOfWrites: readonly ProblemCode[] = [
  'malformed_body',
  'idempotency_key_required',
  'idempotency_key_invalid',
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
];

const schemaUri = (id: string): string => `#/components/schemas/${id}`;

/** Makes the OpenAPI 3.1 document of the routes. Its schemas are those that parse requests, by the ids of their meta. */
export function openApiDocument(routes: readonly Route[]): object {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { io: 'input', uri: schemaUri });
  const byPath = Map.groupBy(routes, ({ contract }) => contract.path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Annex',
      version: '1',
      description: 'Subscriptions and their add-ons.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [...new Set(routes.map(({ contract }) => contract.tag))].map((name) => ({ name })),
    security: [{ key: [] }],
    paths: Object.fromEntries(
      [...byPath].map(([path, ofPath]) => [
        path,
        Object.fromEntries(ofPath.map((route) => [route.contract.method.toLowerCase(), operation(route)])),
      ]),
    ),
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key of the tenant.' } },
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema]),
      ),
    },
  };
}

function operation({ contract, kind }: Route): object {
  const { operationId, tag, summary } = contract;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(kind === 'open' ? { security: [] } : {}),
    parameters: [...pathParameters(contract), ...queryParameters(contract), ...headerParameters(contract, kind)],
    ...(contract.method === 'GET' ? {} : { requestBody: requestBody(contract) }),
    responses: { ...answers(contract), ...problems(contract, kind) },
  };
}

const requestBody = ({ body, bodyTypes }: Contract): object => ({
  required: !body.safeParse(undefined).success,
  content: content(body, bodyTypes),
});

const pathParameters = ({ path }: Contract): readonly object[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...pathParameterRule },
  }));

const queryParameters = ({ query }: Contract): readonly object[] =>
  Object.entries(query.shape).map(([name, field]) => {
    const { $schema: _schema, ...schema } = z.toJSONSchema(field, { io: 'input' });
    return { name, in: 'query', required: false, schema };
  });

function headerParameters(contract: Contract, kind: RouteKind): readonly object[] {
  return [
    ...(contract.method === 'GET' ? [] : [idempotencyKey]),
    ...(isOnExisting(contract, kind) || takesIfMatch(contract, kind) ? [ifMatch] : []),
    ...(kind === 'command' ? [prefer] : []),
  ];
}

/** A write to the catalogue accepts If-Match if its refusals include that of an invalid one. */
const takesIfMatch = ({ problems: own }: Contract, kind: RouteKind): boolean =>
  kind === 'write' && own.includes('if_match_invalid');

const isOnExisting = ({ path }: Contract, kind: RouteKind): boolean => kind === 'command' && path.includes('{subscriptionId}');

const header = { in: 'header', schema: { type: 'string' } } as const;
const idempotencyKey = {
  in: 'header',
  schema: { type: 'string', ...idempotencyKeyRule },
  name: 'Idempotency-Key',
  required: true,
  description: 'A new key for each write. A repeated request with the same key gets the same answer.',
};
const ifMatch = {
  in: 'header',
  schema: { type: 'string', pattern: '^(\\*|"\\d{1,15}")$' },
  name: 'If-Match',
  required: false,
  description: 'The ETag of the object to change: the write is refused if the object has another revision.',
};
const prefer = {
  ...header,
  name: 'Prefer',
  required: false,
  description: '"respond-async" enqueues the command and answers 202.',
};

const json = 'application/json';

/** The content by media type: JSON with its schema, other types without one (OpenAPI 3.1 §4.8.14.2). */
const content = (schema: z.ZodType, types: readonly string[] = []): object => ({
  ...(hasName(schema) || types.length === 0 ? { [json]: { schema: reference(schema) } } : {}),
  ...Object.fromEntries(types.filter((type) => type !== json).map((type) => [type, {}])),
});

const hasName = (schema: z.ZodType): boolean => schema.meta()?.id !== undefined;

/** A reference to a schema. Every JSON body and answer has an id in its meta. */
function reference(schema: z.ZodType): object {
  const id = schema.meta()?.id;
  if (id === undefined) throw new Error('a body or an answer of a route has no id in its meta');
  return { $ref: schemaUri(id) };
}

const answers = ({ answers: byStatus, answerTypes }: Contract): object =>
  Object.fromEntries(
    Object.entries(byStatus).map(([status, schema]) => [
      status,
      {
        description: schema.meta()?.description ?? 'Done.',
        content: status === '304' ? {} : content(schema, answerTypes),
      },
    ]),
  );

/** The refusals by status, each with its codes. */
function problems(contract: Contract, kind: RouteKind): object {
  const codes = new Set([
    ...contract.problems,
    ...problemsOfKind[kind],
    ...(isOnExisting(contract, kind) ? problemsOfExisting : []),
    ...(contract.method === 'GET' ? [] : problemsOfWrites),
  ]);
  const byStatus = Map.groupBy(codes, (code) => problemTable[code].status);
  return Object.fromEntries(
    [...byStatus]
      .filter(([status]) => !(status in contract.answers))
      .map(([status, ofStatus]) => [
        String(status),
        {
          description: ofStatus.map((code) => `\`${code}\`: ${problemTable[code].title}.`).join(' '),
          content: {
            'application/problem+json': {
              schema: { allOf: [reference(problem), { properties: { code: { enum: ofStatus.toSorted() } } }] },
            },
          },
        },
      ]),
  );
}
