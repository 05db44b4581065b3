import { createApiKey } from '../../application/api-keys/create-api-key.ts';
import { revokeApiKey } from '../../application/api-keys/revoke-api-key.ts';
import type { ApiKey } from '../../application/ports/tenants.ts';
import { apiKeyInput, apiKeyList, type ApiKeyView, madeApiKey, revokedApiKey } from '../../contracts/wire/shared/api-key.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from './deps.ts';
import { answerOf, created, ok } from './answer.ts';
import { writeRoute } from './idempotent-route.ts';
import { toApiPage, toPageRequest } from './paging.ts';
import { readRoute, type Route } from './route.ts';

const tag = 'API keys';
const path = '/v1/api-keys';
const scope = 'admin';

export const apiKeyRoutes = (deps: ApiDeps): readonly Route[] => [listRoute(deps), createRoute(deps), revokeRoute(deps)];

const listRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path,
      operationId: 'listApiKeys',
      tag,
      summary: 'List API keys without their secrets; revoked keys are left out',
      scope,
      query: pageQuery,
      body: noBody,
      answers: { 200: apiKeyList },
      problems: [],
    },
    async ({ tenant, query }) => ok(toApiPage(await deps.catalogue.listApiKeys(tenant.id, toPageRequest(query)), toApiKey)),
  );

const createRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path,
      operationId: 'createApiKey',
      tag,
      summary: 'Create an API key; only the first answer has its secret',
      scope,
      query: noQuery,
      body: apiKeyInput,
      answers: { 201: madeApiKey },
      problems: [],
    },
    async ({ tenant, body, now, requestId }, writes) => {
      const { name, scopes, expiresAt = null } = body;
      const made = await createApiKey(writes, { mode: tenant.mode, now, name, scopes, expiresAt });
      return answerOf(made, requestId, ({ key, secret }) => ({
        ...created({ ...toApiKey(key), secret: null }),
        shownOnce: { secret },
      }));
    },
  );

const revokeRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'DELETE',
      path: `${path}/{keyId}`,
      operationId: 'revokeApiKey',
      tag,
      summary: 'Revoke an API key with immediate effect',
      scope,
      query: noQuery,
      body: noBody,
      answers: { 200: revokedApiKey },
      problems: ['not_found', 'api_key_in_use'],
    },
    async ({ params: { keyId }, keyId: ownKeyId, now, requestId }, writes) =>
      answerOf(await revokeApiKey(writes, { keyId, ownKeyId, now }), requestId, () => ok({ revoked: true })),
  );

const toApiKey = ({ id, name, scopes, expiresAt, lastUsedAt, createdAt }: ApiKey): ApiKeyView => ({
  id,
  name,
  scopes: [...scopes],
  expiresAt,
  lastUsedAt,
  createdAt,
});
