import {
  type ApiKeyInput,
  type ApiKeyView,
  apiKeyInput,
  apiKeyList,
  madeApiKey,
  revokedApiKey,
} from '../../contracts/wire/shared/api-key.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/shared/list.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { created, notFound, ok, problem, refusal } from './answer.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from './idempotent-route.ts';
import { newId, newSecret } from '../../application/new-id.ts';
import { toApiPage, toPageRequest } from './paging.ts';
import type { ApiKey } from '../../application/ports/tenants.ts';
import { readRoute, type Route } from './route.ts';
import { invalidRequest } from '../../domain/refusals/requests.ts';

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
      summary: 'List the API keys that were not revoked, without their secrets',
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
      summary: 'Make an API key; its secret is in the first answer only',
      scope,
      query: noQuery,
      body: apiKeyInput,
      answers: { 201: madeApiKey },
      problems: [],
    },
    async ({ tenant, body, now, requestId }, writes) => {
      if (body.expiresAt !== undefined && body.expiresAt <= now) return alreadyExpired(requestId);
      const key = fromApiKey(body, now);
      const secret = newSecret(tenant.mode);
      await writes.insertApiKey({ ...key, secret });
      return { ...created({ ...toApiKey(key), secret: null }), shownOnce: { secret } };
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
      summary: 'Revoke an API key: it opens nothing from now on',
      scope,
      query: noQuery,
      body: noBody,
      answers: { 200: revokedApiKey },
      problems: ['not_found', 'api_key_in_use'],
    },
    async ({ params: { keyId }, keyId: ownKeyId, now, requestId }, writes) => {
      if (keyId === ownKeyId) return revokesItself(requestId);
      return (await writes.revokeApiKey(keyId, now)) === 'revoked'
        ? ok({ revoked: true })
        : notFound('API key', keyId, requestId);
    },
  );

const fromApiKey = ({ name, scopes, expiresAt }: ApiKeyInput, now: Instant): ApiKey => ({
  id: newId('key'),
  name,
  scopes,
  createdAt: now,
  expiresAt: expiresAt ?? null,
  lastUsedAt: null,
});

const toApiKey = ({ id, name, scopes, expiresAt, lastUsedAt, createdAt }: ApiKey): ApiKeyView => ({
  id,
  name,
  scopes: [...scopes],
  expiresAt,
  lastUsedAt,
  createdAt,
});

const alreadyExpired = (requestId: string) =>
  refusal(
    invalidRequest([{ pointer: '/expiresAt', code: 'too_small', detail: '`expiresAt` must be later than now.' }]).error,
    requestId,
  );

/** So that a tenant is never without a key by its own doing. */
const revokesItself = (requestId: string) =>
  problem(
    { code: 'api_key_in_use', detail: 'The key cannot revoke itself: use another key with the scope `admin`.' },
    requestId,
  );
