import { checkAnswer, checkInput, entitlementList } from '../../contracts/wire/subscription/entitlement.ts';
import { toSubscriptionId } from '../../domain/ids.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { checkAccess, subscriptionAccess } from '../../application/subscription/access.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, ok } from '../http/answer.ts';
import { readRoute, type Route } from '../http/route.ts';
import { toApiCheck, toApiEntitlement } from './entitlement.convert.ts';

const tag = 'Entitlements';

export const entitlementRoutes = (deps: ApiDeps): readonly Route[] => [listRoute(deps), checkRoute(deps)];

const listRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/subscriptions/{subscriptionId}/entitlements',
      operationId: 'listEntitlements',
      tag,
      summary: 'List the entitlements of a subscription, with a breakdown by source',
      query: noQuery,
      body: noBody,
      answers: { 200: entitlementList },
      problems: ['subscription_not_found'],
    },
    async ({ tenant, params, now, requestId }) => {
      const subscriptionId = toSubscriptionId(params.subscriptionId);
      const access = await subscriptionAccess(deps.subscriptions, tenant.id, { subscriptionId, now });
      return answerOf(access, requestId, ({ at, entitlements }) =>
        ok({ at, data: entitlements.map(toApiEntitlement), nextCursor: null }),
      );
    },
  );

const checkRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'POST',
      path: '/v1/entitlements/check',
      operationId: 'checkEntitlement',
      tag,
      summary: 'Check whether a customer may use a feature now, and how much is left',
      query: noQuery,
      body: checkInput,
      answers: { 200: checkAnswer },
      problems: ['not_found', 'subscription_not_found'],
    },
    async ({ tenant, body, now, requestId }) => {
      const { customerId, featureKey, subscriptionId = null, quantity = null } = body;
      const asked = { customerId, featureKey, subscriptionId, quantity, now };
      return answerOf(await checkAccess(deps, tenant.id, asked), requestId, (answer) => ok(toApiCheck(answer)));
    },
  );
