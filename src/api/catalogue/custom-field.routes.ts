import {
  customFieldInput,
  customFieldList,
  customFieldQuery,
  customFieldView,
} from '../../contracts/wire/catalogue/custom-field.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { created, ok, refusal } from '../http/answer.ts';
import { fromApiCustomField, toApiCustomField } from './custom-field.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { insertKeyed } from '../../application/catalogue/keyed-insert.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';

const tag = 'Custom fields';

export const customFieldRoutes = (deps: ApiDeps): readonly Route[] => [
  writeRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/custom-fields',
      operationId: 'declareCustomField',
      tag,
      summary: 'Declare a custom field of a kind of offering',
      query: noQuery,
      body: customFieldInput,
      answers: { 201: customFieldView },
      problems: ['key_already_used'],
    },
    async ({ body, requestId }, writes) => {
      const field = await insertKeyed(body, {
        make: (key) => fromApiCustomField(body, key),
        insert: (made) => writes.insertCustomField(made),
      });
      return field.ok ? created(toApiCustomField(field.value)) : refusal(field.error, requestId);
    },
  ),
  readRoute(
    {
      method: 'GET',
      path: '/v1/custom-fields',
      operationId: 'listCustomFields',
      tag,
      summary: 'List the declared custom fields',
      query: customFieldQuery,
      body: noBody,
      answers: { 200: customFieldList },
      problems: [],
    },
    async ({ tenant, query }) => {
      const filter = { entity: query.entity ?? null };
      return ok(toApiPage(await deps.catalogue.listCustomFields(tenant.id, filter, toPageRequest(query)), toApiCustomField));
    },
  ),
];
