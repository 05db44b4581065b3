import { noBody, pageQuery } from '../../contracts/wire/shared/list.ts';
import { toSubscriptionId } from '../../domain/ids.ts';
import { acceptedCommand, commandAnswer, pendingList } from '../../contracts/wire/subscription/subscription.ts';
import { findCurrent } from '../../application/subscription/current.ts';
import { pendingPage } from '../../application/subscription/derived-fields.ts';
import { answerOf, ok } from '../http/answer.ts';
import { sendCommand } from './command-answer.ts';
import { toApiPendingChange } from './subscription.convert.ts';
import { contractOf } from './command-contract.ts';
import type { ApiDeps } from '../http/deps.ts';
import { commandRoute } from '../http/idempotent-route.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';

const tag = 'Scheduled changes';

export const pendingRoutes = (deps: ApiDeps): readonly Route[] => [listRoute(deps), cancelRoute(deps)];

const listRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/subscriptions/{subscriptionId}/pending',
      operationId: 'listPendingChanges',
      tag,
      summary: 'List scheduled changes',
      query: pageQuery,
      body: noBody,
      answers: { 200: pendingList },
      problems: ['subscription_not_found'],
    },
    async ({ tenant, params, query, now, requestId }) => {
      const subscriptionId = toSubscriptionId(params.subscriptionId);
      const current = await findCurrent(deps.subscriptions, tenant.id, { subscriptionId, now });
      return answerOf(current, requestId, (record) =>
        ok(toApiPage(pendingPage(record, toPageRequest(query)), toApiPendingChange)),
      );
    },
  );

const cancelRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'DELETE',
      path: '/v1/subscriptions/{subscriptionId}/pending/{changeId}',
      tag,
      ...contractOf('cancelPendingChange'),
      answers: { 200: commandAnswer, 202: acceptedCommand },
    },
    ({ params, body, ...call }, once) =>
      sendCommand(deps, call, {
        once,
        subscriptionId: toSubscriptionId(params.subscriptionId),
        command: { type: 'cancelPendingChange', changeId: params.changeId, ...body },
      }),
  );
