import { checkAnswer, checkInput, entitlementList } from '../../contracts/wire/subscription/entitlement.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { checkEntitlement, usedSoFar } from '../../domain/entitlement/check.ts';
import { mergeEntitlements } from '../../domain/entitlement/merge.ts';
import { notFound, ok } from '../http/answer.ts';
import { findCurrent, subscriptionNotFound } from './command-answer.ts';
import { toApiEntitlement, toApiBucket, toApiSource } from './entitlement.convert.ts';
import { ownTime } from '../../application/subscription/current.ts';
import type { ApiDeps } from '../deps.ts';
import { customerEntitlements, sourcesOf } from '../../application/subscription/entitlement-state.ts';
import { readRoute, type Route } from '../http/route.ts';

const tag = 'Entitlements';

export const entitlementRoutes = (deps: ApiDeps): readonly Route[] => [listRoute(deps), checkRoute(deps)];

const listRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/subscriptions/{subscriptionId}/entitlements',
      operationId: 'listEntitlements',
      tag,
      summary: 'What a subscription gives access to, with a breakdown by source',
      query: noQuery,
      body: noBody,
      answers: { 200: entitlementList },
      problems: ['subscription_not_found'],
    },
    async (call) => {
      const record = await findCurrent(deps, call, call.params.subscriptionId);
      if (record === null) return subscriptionNotFound(call.params.subscriptionId, call.requestId);
      const entitlements = mergeEntitlements(sourcesOf(record, call.now));
      return ok({ at: ownTime(record, call.now), data: entitlements.map(toApiEntitlement), nextCursor: null });
    },
  );

const checkRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'POST',
      path: '/v1/entitlements/check',
      operationId: 'checkEntitlement',
      tag,
      summary: 'Whether a customer may use a feature now, and how much is left',
      query: noQuery,
      body: checkInput,
      answers: { 200: checkAnswer },
      problems: ['not_found', 'subscription_not_found'],
    },
    async ({ tenant, body, now, requestId }) => {
      const { featureKey, subscriptionId = null, quantity = null } = body;
      const [customer, feature, subscription] = await Promise.all([
        deps.catalogue.findCustomer(tenant.id, body.customerId),
        deps.catalogue.findFeature(tenant.id, featureKey),
        subscriptionId === null ? null : deps.subscriptions.find(tenant.id, subscriptionId),
      ]);
      if (customer === null) return notFound('customer', body.customerId, requestId);
      if (feature === null) return notFound('feature', featureKey, requestId);
      if (subscriptionId !== null && subscription?.state.terms.customerId !== customer.id)
        return subscriptionNotFound(subscriptionId, requestId);
      const [entitlement] = await customerEntitlements(deps.subscriptions, tenant.id, {
        customerId: customer.id,
        subscriptionId,
        featureKey,
        now,
      });
      return ok({
        ...checkEntitlement(entitlement, quantity),
        value: entitlement?.value ?? null,
        used: usedSoFar,
        resetsAt: entitlement?.resetsAt ?? null,
        buckets: (entitlement?.buckets ?? []).map(toApiBucket),
        sources: (entitlement?.sources ?? []).map(toApiSource),
      });
    },
  );
