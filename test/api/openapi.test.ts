import { z } from 'zod';
import {
  commands,
  commandTypes,
  existingCommandTypes,
  refusalsOfDelivery,
  refusalsOnExisting,
  refusalsWhenDecided,
} from '../../src/contracts/commands.ts';
import { type ApiUnderTest, startApi } from './start-api.ts';

const operationShape = z.object({
  operationId: z.string(),
  /** Empty for a call without authentication. */
  security: z.array(z.unknown()).optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.unknown() })),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()) })),
});
const documentShape = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
type Operation = z.output<typeof operationShape>;

/** The places of strings and arrays without a maximum. */
function unboundedIn(schema: unknown, place: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const has = (name: string): boolean => Object.hasOwn(schema, name);
  const type: unknown = Reflect.get(schema, 'type');
  const isText = type === 'string' && !['enum', 'const', 'pattern', 'maxLength', 'format'].some(has);
  const isList = type === 'array' && !has('maxItems');
  const below = Object.entries(schema).flatMap(([name, each]) => unboundedIn(each, `${place}/${name}`));
  return isText || isList ? [place, ...below] : below;
}

/** The refusals of any call with a body before it is parsed, or because a server is unavailable. */
const ofTheEdge = [
  'body_too_large',
  'database_unavailable',
  'idempotency_key_invalid',
  'idempotency_key_required',
  'instant_out_of_range',
  'insufficient_scope',
  'internal_error',
  'invalid_request',
  'malformed_body',
  'malformed_json',
  'not_acceptable',
  'rate_limited',
  'unauthenticated',
  'unsupported_media_type',
];

const sorted = (codes: readonly string[]): readonly string[] => [...new Set(codes)].toSorted();

/** The codes of all refusals that the document names for a call. */
function codesOf(operationId: string): readonly string[] {
  const called = operations.find(({ operation }) => operation.operationId === operationId);
  const enums = [...JSON.stringify(called?.operation.responses).matchAll(/"code":\{"enum":(\[[^\]]*\])/g)];
  return sorted(enums.flatMap(([, list = '[]']) => z.array(z.string()).parse(JSON.parse(list))));
}

let api: ApiUnderTest;
let text: string;
let document: z.output<typeof documentShape>;
let operations: readonly { readonly method: string; readonly path: string; readonly operation: Operation }[];
beforeAll(async () => {
  api = await startApi();
  const reply = await api.call('GET', '/openapi.json', { headers: { authorization: undefined } });
  text = JSON.stringify(reply.body);
  document = documentShape.parse(reply.body);
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
});
afterAll(() => api.stop());

describe('/openapi.json', () => {
  it('is an OpenAPI 3.1 document whose references all resolve and whose schemas are all used', () => {
    expect(document.openapi).toBe('3.1.0');
    const used = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, id]) => id));
    expect(used).toEqual(new Set(Object.keys(document.components.schemas)));
  });

  it('has a unique operation id for each call', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('declares the parameters of each path', () => {
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(named);
    }
  });

  it('requires an Idempotency-Key on every write and on no read', () => {
    for (const { method, operation } of operations) {
      const asks = operation.parameters.some(({ name, required }) => name === 'Idempotency-Key' && required);
      expect([operation.operationId, asks]).toEqual([operation.operationId, method !== 'GET']);
    }
  });

  it('describes the problems of each authenticated call', () => {
    const needsKey = operations.filter(({ operation }) => operation.security === undefined);
    expect(needsKey.map(({ path }) => path)).toEqual(expect.arrayContaining(['/v1/plans', '/v1/images']));
    for (const { operation } of needsKey) {
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '500', '503']));
      expect(Object.keys(operation.responses['401']?.content ?? {})).toEqual(['application/problem+json']);
    }
  });

  it('describes the checks of headers, paths, currencies and decimals', () => {
    const attach = operations.find(({ operation }) => operation.operationId === 'attachAddOn')?.operation;
    const schemaOf = (name: string) => attach?.parameters.find((parameter) => parameter.name === name)?.schema;
    expect(schemaOf('Idempotency-Key')).toEqual({
      type: 'string',
      minLength: 1,
      maxLength: 200,
      pattern: '^[\\x21-\\x7e]{1,200}$',
    });
    expect(schemaOf('subscriptionId')).toEqual({
      type: 'string',
      minLength: 1,
      maxLength: 100,
      pattern: '^[\\w.:\\-]{1,100}$',
    });
    expect(document.components.schemas).toMatchObject({
      SubscriptionInput: {
        properties: {
          currency: { type: 'string', pattern: '^[A-Z]{3}$' },
          startAt: { format: 'date-time', description: 'From 1970-01-01T00:00:00Z to 2999-12-31T23:59:59.999Z.' },
          addOns: {
            items: { properties: { quantity: { anyOf: [{ minimum: 0, maximum: 999_999_999_999_999 }, { type: 'string' }] } } },
          },
        },
      },
    });
  });

  it('lists the codes of each refusal as values', () => {
    const cancel = operations.find(({ operation }) => operation.operationId === 'cancelSubscription')?.operation;
    expect(cancel?.responses['404']?.content).toEqual({
      'application/problem+json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: ['subscription_not_found'] } } }],
        },
      },
    });
  });

  it.each(commandTypes)('lists for the command %s exactly the refusals of its row', (type) => {
    const onExisting = type === 'create' ? [] : [...refusalsOnExisting, 'if_match_invalid'];
    const { activity, refusals } = commands[type];
    expect(codesOf(activity)).toEqual(
      sorted([...refusals, ...refusalsWhenDecided, ...refusalsOfDelivery, ...onExisting, ...ofTheEdge, 'engine_unavailable']),
    );
  });

  it('lists for a preview the refusals of every command', () => {
    const ofCommands = existingCommandTypes.flatMap((type) => commands[type].refusals);
    expect(codesOf('previewCommand')).toEqual(
      sorted([...ofCommands, ...refusalsWhenDecided, ...refusalsOnExisting, ...ofTheEdge]),
    );
    expect(codesOf('previewSubscription')).toEqual(sorted([...commands.create.refusals, ...refusalsWhenDecided, ...ofTheEdge]));
  });

  it('limits every string and array in requests', () => {
    const unbounded = Object.entries(document.components.schemas)
      .filter(([id]) => /(?:Input|Changes|Edit|^Command)$/.test(id))
      .flatMap(([id, schema]) => unboundedIn(schema, id));
    expect(unbounded).toEqual([]);
  });

  it('2-4 describes bytes by their media types, without a schema', () => {
    const show = operations.find(({ operation }) => operation.operationId === 'showImage')?.operation;
    expect(show?.responses['200']?.content).toEqual({ 'image/png': {}, 'image/jpeg': {}, 'image/webp': {} });
    expect(show?.responses['304']?.content).toEqual({});
    const upload = operations.find(({ operation }) => operation.operationId === 'uploadImage')?.operation;
    expect(upload?.requestBody).toEqual({ required: true, content: { 'image/*': {}, 'application/octet-stream': {} } });
  });

  it('lists only calls that the application handles', async () => {
    for (const { method, path } of operations) {
      const { body } = await api.call(method, path.replaceAll(/\{\w+\}/g, 'none'));
      expect([method, path, body['code']]).not.toEqual([
        method,
        path,
        expect.stringMatching(/^(route_not_found|method_not_allowed)$/),
      ]);
    }
  });
});
