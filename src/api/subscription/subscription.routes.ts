import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { toSubscriptionId } from '../../domain/ids.ts';
import {
  acceptedCommand,
  commandAnswer,
  createdSubscription,
  subscriptionList,
  subscriptionQuery,
  subscriptionView,
} from '../../contracts/wire/subscription/subscription.ts';
import { subscriptionIdOf } from '../../application/new-id.ts';
import { findCurrent, listCurrent } from '../../application/subscription/current.ts';
import { toCreateCommand } from '../../application/subscription/create-command.ts';
import { runCreation } from '../../application/subscription/run-command.ts';
import { contractOf } from './command-contract.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, created, notFound, ok, refusal } from '../http/answer.ts';
import { commandRoute } from '../http/idempotent-route.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';
import { answerCommand, sendCommand, toEngineRequest } from './command-answer.ts';
import { fromApiOrder } from './command.convert.ts';
import { toApiEffect } from './effect.convert.ts';
import { toApiSubscription } from './subscription.convert.ts';

const tag = 'Subscriptions';

export const subscriptionRoutes = (deps: ApiDeps): readonly Route[] => [
  createRoute(deps),
  listRoute(deps),
  oneRoute(deps),
  cancelRoute(deps),
];

const createRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/subscriptions',
      tag,
      ...contractOf('create'),
      answers: { 201: createdSubscription, 202: acceptedCommand },
    },
    async (call, once) => {
      const { tenant, body, requestId } = call;
      const subscriptionId = subscriptionIdOf(tenant.id, once.key);
      call.bind({ subscriptionId });
      const command = await toCreateCommand(deps.catalogue, tenant, fromApiOrder(body));
      if (!command.ok) return refusal(command.error, requestId);
      const request = toEngineRequest(call, once, subscriptionId);
      return answerCommand(call, request, {
        result: await runCreation(deps, { ...request, command: command.value }),
        answer: (effect) => {
          const { subscription, invoices } = toApiEffect(effect, call.now);
          return created({ ...subscription, firstInvoice: invoices[0] ?? null, invoices });
        },
      });
    },
  );

const listRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/subscriptions',
      operationId: 'listSubscriptions',
      tag,
      summary: 'List subscriptions in the order of creation',
      query: subscriptionQuery,
      body: noBody,
      answers: { 200: subscriptionList },
      problems: ['not_found'],
    },
    async ({ tenant, query: { customerId: named, planKey: baseKey = null, status = null, ...page }, now, requestId }) => {
      const customer = named === undefined ? null : await deps.catalogue.findCustomer(tenant.id, named);
      if (named !== undefined && customer === null) return notFound('customer', named, requestId);
      const filter = { customerId: customer?.id ?? null, baseKey, status };
      const records = await listCurrent(deps.subscriptions, tenant.id, { filter, page: toPageRequest(page), now });
      return ok(toApiPage(records, (record) => toApiSubscription(record, now)));
    },
  );

const oneRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/subscriptions/{subscriptionId}',
      operationId: 'getSubscription',
      tag,
      summary: 'Read the current state of a subscription',
      query: noQuery,
      body: noBody,
      answers: { 200: subscriptionView },
      problems: ['subscription_not_found'],
    },
    async ({ tenant, params, now, requestId }) => {
      const subscriptionId = toSubscriptionId(params.subscriptionId);
      const current = await findCurrent(deps.subscriptions, tenant.id, { subscriptionId, now });
      return answerOf(current, requestId, (record) => ok(toApiSubscription(record, now)));
    },
  );

const cancelRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/subscriptions/{subscriptionId}/cancel',
      tag,
      ...contractOf('cancel'),
      answers: { 200: commandAnswer, 202: acceptedCommand },
    },
    (call, once) =>
      sendCommand(deps, call, {
        once,
        subscriptionId: toSubscriptionId(call.params.subscriptionId),
        command: { type: 'cancel', ...call.body },
      }),
  );
